import { z } from 'zod';

/**
 * What tills of Payvalida's networks send about cash that is taken in (API Recaudos Redes, version 1), and
 * what each is answered. Numbers come as JSON numbers or as text, and count as the text that was written.
 *
 *   consult   GET   orders/{reference}?name=…&checksum=…
 *             → {CODE: "0000", TEXT: "OK", DATA: {LASTNAME1, LASTNAME2, AMOUNT: 3002.0, DESCRIPTION, DI, COMMERCE,
 *                REFERENCE, TYPEDI, NAME}}
 *   register  POST  transactions   {name, reference, amount, transaction, commerce?, teller, money, checksum, …}
 *             → {…, DATA: {AMOUNT, DESCRIPTION, REFERENCE, IDTRANSACTION, IDPAYVALIDA, COMMERCE}}
 *   confirm   PATCH transactions   {name, transaction, confirm: "true" | "false", checksum}
 *             → {…, DATA: {IDTRANSACTION, CONFIRM: true}}
 *   refusal   → {CODE: "0001" …, TEXT}
 *
 * A reverse is a confirmation with `false`.
 */

const text = (max: number) => z.string().min(1).max(max);

export const consultMessage = z.object({
  name: text(50),
  reference: text(50),
  checksum: text(512),
});

export const registerMessage = z.object({
  name: text(50),
  reference: text(50),
  amount: text(20),
  transaction: text(50),
  teller: text(50),
  money: text(3),
  checksum: text(512),
});

export const confirmMessage = z.object({
  name: text(50),
  transaction: text(50),
  confirm: z.enum(['true', 'false']),
  checksum: text(512),
});
