import { z } from 'zod';
import { businessDay, currencyCode, instant, minorAmount, routeName } from './wire-values.js';

/** One leg of a posted transaction: debits are positive, credits negative. */
export const entryOnWire = z.object({
  account: z.string(),
  amountMinor: minorAmount,
  currency: currencyCode,
});

/** A transaction that the ledger has posted; its entries sum to zero per currency. */
export const transactionPosted = z.object({
  transactionId: z.string(),
  kind: z.string(),
  paymentId: z.string().nullable(),
  merchantId: z.string().nullable(),
  route: routeName.nullable(),
  reference: z.string().nullable(),
  providerTransactionId: z.string().nullable(),
  factId: z.string().nullable(),
  occurredAt: instant,
  effectiveOn: businessDay,
  entries: z.array(entryOnWire).min(2).max(100),
});

export type TransactionPosted = z.output<typeof transactionPosted>;
