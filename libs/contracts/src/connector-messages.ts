import { z } from 'zod';
import { DOCUMENT_TYPES } from './payer.js';
import { instant, moneyOnWire, railName, routeName } from './wire-values.js';

/** What the payer needs in order to pay: a voucher for a counter, or a page to be sent to. */
export const instructionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('voucher'),
    code: z.string().min(1),
    agreement: z.string().nullable(),
    barcode: z.string().nullable(),
    expiresAt: instant,
    text: z.object({ es: z.string(), en: z.string() }),
  }),
  z.object({ kind: z.literal('redirect'), url: z.url(), expiresAt: instant }),
]);

/** What a provider call ended in. `unknown` may be neither retried nor rerouted before a status query. */
export const OUTCOMES = ['done', 'rejected', 'not_sent', 'unknown'] as const;

/** State of one attempt at the provider, as a status query answers it. */
export const PROVIDER_STATUSES = [
  'absent', // the provider does not know our reference (not proof by itself)
  'pending',
  'paid',
  'rejected',
  'expired',
  'cancelled',
  'reversed',
] as const;

const aboutAttempt = {
  attemptId: z.string(),
  paymentId: z.string(),
  route: routeName,
  /** Our reference at the provider; digits only, made from the attempt id. */
  reference: z.string().regex(/^\d{1,48}$/),
  /** Time left for the whole call when the message was written; a late command is not executed. */
  remainingMs: z.int().positive(),
  /** Partition of `cauce.connector.results` that the asking router instance owns. */
  /** Where the asker reads results; null when it reads none at the moment, and the key decides. */
  replyPartition: z.int().nonnegative().nullable(),
};

export const issueCommand = z.object({
  ...aboutAttempt,
  merchantId: z.string(),
  amount: moneyOnWire,
  description: z.string(),
  /** The payer as JSON, sealed with the installation's field key: no payer data in the clear here. */
  sealedPayer: z.string(),
  expiresAt: instant,
  returnUrl: z.url().nullable(),
  bank: z.string().nullable(),
});

export const readStatusCommand = z.object({
  ...aboutAttempt,
  providerTransactionId: z.string().nullable(),
});

export const cancelCommand = readStatusCommand;

export const connectorResult = z.object({
  operation: z.enum(['issue', 'read_status', 'cancel']),
  attemptId: z.string(),
  paymentId: z.string(),
  route: routeName,
  outcome: z.enum(OUTCOMES),
  /** Kind of ConnectorError, or null when the outcome is done. */
  reason: z.string().nullable(),
  /** Whether the rules allow another route to be tried for the same payment. */
  reroutable: z.boolean(),
  /** Whether the failure says something about the provider's health; payers' mistakes do not. */
  countsAgainstHealth: z.boolean().optional(),
  /** The provider's own id of the transaction, where it has told us one. */
  providerTransactionId: z.string().nullable(),
  instruction: instructionSchema.nullable(),
  /** Only for read_status with outcome done. */
  status: z.enum(PROVIDER_STATUSES).nullable(),
});

export const FACT_KINDS = ['paid', 'reversed', 'rejected', 'expired', 'cancelled'] as const;
export const FACT_SOURCES = ['callback', 'poll', 'status', 'file'] as const;

/** An append-only statement by a provider; unique on (route, providerTransactionId, kind). */
export const connectorFact = z.object({
  factId: z.string(),
  route: routeName,
  /** Our reference as the provider repeated it, canonical; of money that nobody asked for, what it sent as far as it fits. */
  reference: z.string().min(1).max(200),
  /** Null when no attempt of ours has that reference: the money is kept all the same. */
  paymentId: z.string().nullable(),
  attemptId: z.string().nullable(),
  kind: z.enum(FACT_KINDS),
  providerTransactionId: z.string().min(1),
  amount: moneyOnWire,
  /** When it happened in the provider's world. */
  occurredAt: instant,
  source: z.enum(FACT_SOURCES),
});

/** Opening times of counters on one kind of day, `HH:MM` in Bogota; null is closed all day. */
const openingTimes = z.object({ opens: z.string(), closes: z.string() }).nullable();

const feeRate = { fixed: moneyOnWire, bps: z.int().nonnegative() };

/** A rate and from where on it holds; a bound that is absent is none. */
const feeTier = z.object({
  /** The amount of the payment. */
  fromAmount: moneyOnWire.optional(),
  /** Payments that the route has collected earlier in the month, in Bogota. */
  fromMonthlyPayments: z.int().positive().optional(),
  ...feeRate,
});

/** What a connector says of a route when it starts, so that the router can choose it. */
export const routeAnnounced = z.object({
  route: routeName,
  rail: railName,
  protocol: z.string(),
  offers: z.object({ cancel: z.boolean(), settlement: z.boolean() }),
  limits: z.object({ minimum: moneyOnWire, maximum: moneyOnWire, step: moneyOnWire }),
  expiry: z.object({
    minimumMs: z.int().positive(),
    maximumMs: z.int().positive(),
    defaultMs: z.int().positive(),
  }),
  /** How long after a call a provider may still not show what it executed. */
  visibilityHorizonMs: z.int().nonnegative(),
  /** Budget of one issue call, end to end. */
  issueTimeoutMs: z.int().positive(),
  /** Absent where counters never close. */
  hours: z
    .object({
      weekday: openingTimes,
      saturday: openingTimes,
      sunday: openingTimes,
      holiday: openingTimes,
      /** Whether payments are issued while counters are closed. */
      sellsWhenClosed: z.boolean(),
    })
    .optional(),
  /** What the provider keeps of a payment; `ivaBps` is the tax on the fee. Absent where it is not known. */
  fees: z
    .object({
      ...feeRate,
      ivaBps: z.int().nonnegative(),
      /** Rates that hold instead from some amount or volume on. Absent where there are none. */
      tiers: z.array(feeTier).optional(),
    })
    .optional(),
  /** What the provider was promised; absent where nothing was. */
  commitment: z.object({ monthlyPayments: z.int().positive() }).optional(),
  /** Documents that the route takes of a payer; absent where it takes all. */
  documents: z.array(z.enum(DOCUMENT_TYPES)).optional(),
  /** Banks that a payer may choose from, and when the provider listed them; absent where it lists none. */
  banks: z
    .object({
      list: z.array(z.object({ code: z.string(), name: z.string() })),
      refreshedAt: instant,
    })
    .optional(),
});

/** How often a connector announces each of its routes, beginning at its start. */
export const ROUTE_ANNOUNCED_EVERY_MS = 300_000;

export type Instruction = z.output<typeof instructionSchema>;
/** An instruction as JSON: its expiry is text. */
export type InstructionOnWire = z.input<typeof instructionSchema>;
export type Outcome = (typeof OUTCOMES)[number];
export type ProviderStatus = (typeof PROVIDER_STATUSES)[number];
export type FactKind = (typeof FACT_KINDS)[number];
export type FactSource = (typeof FACT_SOURCES)[number];
export type IssueCommand = z.output<typeof issueCommand>;
export type ReadStatusCommand = z.output<typeof readStatusCommand>;
export type CancelCommand = z.output<typeof cancelCommand>;
export type ConnectorResult = z.output<typeof connectorResult>;
export type ConnectorFact = z.output<typeof connectorFact>;
export type RouteAnnounced = z.output<typeof routeAnnounced>;
