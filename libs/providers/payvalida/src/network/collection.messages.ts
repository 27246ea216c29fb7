import { z } from 'zod';

/**
 * What tills of Payvalida's networks send about cash that is taken in (API Recaudos Redes, version 1), and
 * what each is answered. Numbers come as JSON numbers or as text, and count as the text that was written.
 *
 *   consult   GET   v1/orders/{reference}?name=…&checksum=…
 *             → {CODE: "0000", TEXT: "OK", DATA: {LASTNAME1, LASTNAME2, AMOUNT: 3002.0, DESCRIPTION, DI, COMMERCE,
 *                REFERENCE, TYPEDI, NAME}}
 *   register  POST  v1/transactions   {name, reference, amount, transaction, commerce?, teller, money, checksum, …}
 *             → {…, DATA: {AMOUNT, DESCRIPTION, REFERENCE, IDTRANSACTION, IDPAYVALIDA, COMMERCE}}
 *   confirm   PATCH v1/transactions   {name, transaction, confirm: "true" | "false", checksum}
 *             → {…, DATA: {IDTRANSACTION, CONFIRM: true}}
 *   refusal   → {CODE: "0001" …, TEXT}
 *
 * A reverse is a confirmation with `false`.
 */

/** What is kept or looked for is printable: a database takes no more than that. */
const PRINTABLE = /^[\x20-\x7e]+$/;

const text = (max: number) => z.string().min(1).max(max);
const printable = text(50).regex(PRINTABLE);

export const consultMessage = z.object({
  name: text(50),
  reference: printable,
  checksum: text(512),
});

export const registerMessage = z.object({
  name: text(50),
  reference: printable,
  amount: text(20),
  transaction: printable,
  teller: text(50),
  money: text(3),
  checksum: text(512),
});

export const confirmMessage = z.object({
  name: text(50),
  transaction: printable,
  confirm: z.enum(['true', 'false']),
  checksum: text(512),
});
