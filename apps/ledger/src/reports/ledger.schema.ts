import { moneyView, pageQuery } from '@cauce/api';
import { z } from 'zod';
import { patternOf } from '../accounts/chart-of-accounts.js';
import { TRANSACTION_KINDS, type TransactionKind } from '../posting/posting.js';

const time = z.iso.datetime();
const kinds = Object.keys(TRANSACTION_KINDS) as [TransactionKind, ...TransactionKind[]];

/** An account code in a path. One that no account can have is not found. */
export const accountCode = z
  .string()
  .max(100)
  .refine((code) => patternOf(code) !== null, 'is not an account code');

/** Query of a balance: now, or as it was at an instant. */
export const atQuery = z.strictObject({
  at: z.iso
    .datetime()
    .transform((at) => new Date(at))
    .optional()
    .describe('As recorded at this instant; now when absent'),
});

export const accountsQuery = z.strictObject({
  prefix: z
    .string()
    .max(100)
    .regex(/^[a-z0-9_.]*$/, 'must be the beginning of an account code')
    .default(''),
});

export const entriesQuery = z.strictObject({ ...pageQuery });

export const transactionsQuery = z.strictObject({
  payment: z.string().regex(/^pay_[0-9a-z]{26}$/, 'must be a payment id'),
});

const balanceDescription = 'Debits are positive, credits negative';

export const accountView = z
  .object({
    code: z.string(),
    nature: z.string(),
    balance: moneyView.describe(balanceDescription),
  })
  .meta({ id: 'LedgerAccount' });

export const entryView = z
  .object({
    account: z.string(),
    transactionId: z.string(),
    kind: z.enum(kinds),
    amount: moneyView.describe(balanceDescription),
    balanceAfter: moneyView.describe(balanceDescription),
    recordedAt: time,
  })
  .meta({ id: 'LedgerEntry' });

export const transactionView = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    paymentId: z.string().nullable(),
    route: z.string().nullable(),
    occurredAt: time,
    effectiveOn: z.iso.date(),
    recordedAt: time,
    entries: z.array(z.object({ account: z.string(), amount: moneyView })),
  })
  .meta({ id: 'LedgerTransaction' });

export const trialBalanceView = z
  .object({
    at: time,
    accounts: z.array(accountView),
    totals: z
      .array(z.object({ currency: z.string(), total: moneyView }))
      .describe('The sum of all balances per currency; zero unless the books are broken'),
  })
  .meta({ id: 'TrialBalance' });

export const verificationView = z
  .object({
    ok: z.boolean(),
    checks: z.array(
      z.object({
        name: z.string(),
        violations: z.int(),
        examples: z.array(z.string()),
      }),
    ),
    counted: z.object({ accounts: z.int(), transactions: z.int(), entries: z.int() }),
  })
  .meta({ id: 'LedgerVerification' });

export type AccountView = z.input<typeof accountView>;
export type EntryView = z.input<typeof entryView>;
export type TransactionView = z.input<typeof transactionView>;
export type TrialBalanceView = z.input<typeof trialBalanceView>;
export type Verification = z.input<typeof verificationView>;
