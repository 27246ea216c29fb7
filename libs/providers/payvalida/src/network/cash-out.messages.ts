import { z } from 'zod';

/**
 * What tills of Payvalida's networks send about cash that is handed out (API Cashout Redes, version 1), and
 * what each is answered. Numbers come as JSON numbers or as text, and count as the text that was written.
 *
 *   consult   POST  cashout/v1/order/{netname}                         {otp, netcode, document, checksum, customparam01 … 03}
 *             → {code: "0000", text: "OK", data: {amount, transactionCost, currency, document, otp, operation,
 *                customparam01 … 03, checksum}}
 *   register  POST  cashout/v1/transaction/{netname}                   {idoperation, netcode, transaction, teller, danecode, checksum}
 *             → {…, data: {amount, currency, description, document, otp, idpayvalida, transaction, checksum}}
 *   reverse   PATCH cashout/v1/transaction/{netname}/{idtransaction}   {netcode, transaction, checksum}
 *             → {…, data: {transaction, netcode, checksum}}
 *   refusal   → {code: "0001" …, text}
 *
 * Examples write `transactions/` where tables write `transaction/`; both are read.
 */

const text = (max: number) => z.string().min(1).max(max);
const parameter = z.string().max(50).default('');

export const consultMessage = z.object({
  otp: text(30),
  netcode: text(20).regex(/^\d+$/),
  document: text(20),
  checksum: text(512),
  customparam01: parameter,
  customparam02: parameter,
  customparam03: parameter,
});

export const registerMessage = z.object({
  idoperation: text(15).regex(/^\d+$/),
  netcode: text(20).regex(/^\d+$/),
  transaction: text(50),
  teller: text(40),
  danecode: text(50).nullable().default(null),
  checksum: text(512),
});

export const reverseMessage = z.object({
  netcode: text(20).regex(/^\d+$/),
  transaction: text(50),
  checksum: text(512),
});
