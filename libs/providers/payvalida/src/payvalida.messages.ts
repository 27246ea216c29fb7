import { z } from 'zod';

/**
 * Payvalida's wire format for merchants (API Recaudo, version 3). Numbers are read as the text that they were
 * written as; answers write the same field with capitals here and without them there.
 *
 *   register  POST   /api/v3/porders                     JSON, see `toOrderBody`
 *             → {CODE: "0000", DESC, DATA: {OrdenID, Monto, PVordenID, Referencia, Operacion: "CREADA", checkout}}
 *   read      GET    /api/v3/porders/{order}?merchant=…&checksum=…
 *             → {CODE: "0000", DESC, DATA: {ORDER, STATE, AMOUNT, CURRENCY, REFERENCE, CREATION_DATE,
 *                UDPATE_DATE, LIFE_TIME, CODE, checkout, …}}
 *   delete    DELETE /api/v3/porders/{order}?merchant=…&checksum=…
 *             → {CODE: "0000", DESC, DATA: {OrderID, Amount, PVOrderID, Reference, Operation: "DELETED"}}
 *   refusal   → {CODE: "0001" …, DESC}
 *   notify    POST to us: {pv_po_id, po_id, status, pv_checksum, amount, iso_currency, pv_payment?}
 */

/** Numbers come as JSON numbers or as text, by operation. */
const numberOrText = z.union([z.number(), z.string()]).transform(String);
const present = numberOrText.pipe(z.string().min(1));
const optional = numberOrText.nullish().transform((text) => text ?? '');

/** Any answer at all. */
export const anyReply = z.object({ CODE: present });

/** Answer of a register that made the order. */
export const registerReply = z.object({
  DATA: z.object({
    OrdenID: present,
    Monto: present,
    /** What the payer names at the counter. */
    Referencia: present,
    Operacion: z.literal('CREADA'),
    checkout: optional,
  }),
});

/** Answer of a question about an order that is there. */
export const orderReply = z.object({
  DATA: z.object({
    ORDER: present,
    STATE: z.string(),
    AMOUNT: present,
    CURRENCY: z.string(),
    REFERENCE: optional,
    CREATION_DATE: optional,
    UDPATE_DATE: optional,
    LIFE_TIME: optional,
    checkout: optional,
  }),
});

/** Answer of a deletion; the documentation names the order in both languages. */
export const deleteReply = z.object({
  DATA: z
    .object({ OrderID: present.optional(), OrdenID: present.optional() })
    .transform(({ OrderID, OrdenID }) => OrderID ?? OrdenID ?? ''),
});

/** What we read of a notification; everything else of it is only kept. */
export const notification = z.object({
  po_id: present,
  status: z.string(),
  pv_checksum: z.string(),
});

export type RegisterData = z.output<typeof registerReply>['DATA'];
export type OrderData = z.output<typeof orderReply>['DATA'];
