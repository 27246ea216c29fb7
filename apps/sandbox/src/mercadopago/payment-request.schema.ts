import { fromWholeUnits, type Money } from '@cauce/money';
import { z } from 'zod';
import { METHOD_NAMES, METHODS } from './methods.js';
import { missingForPse, payerSchema } from './payer.schema.js';
import { causeOf, type CauseCode } from './refusal.js';

/**
 * The body of `POST /v1/payments`. An issue's message is the number of Mercado Pago's own error.
 *
 * @source mercadopago.com.co, Checkout API pages for Efecty and PSE, reference payments/post; the names
 *   that there are: npm mercadopago 3.6.1, `PaymentCreateRequest`, of which those below `body` are ignored
 */

/** Longest life of a voucher. @source page on dates of expiration: 1 to 30 days; shorter ones are taken here */
const LONGEST_MS = 30 * 86_400_000;

const LONGEST_TEXT = 256;

const IGNORED = [
  'application_fee',
  'binary_mode',
  'campaign_id',
  'capture',
  'coupon_amount',
  'coupon_code',
  'differential_pricing_id',
  'installments',
  'issuer_id',
  'metadata',
  'payment_method',
  'statement_descriptor',
  'token',
  'three_d_secure_mode',
  'forward_data',
  'point_of_interaction',
  'sponsor_id',
] as const;

const body = z.strictObject({
  transaction_amount: z.number('4037').int('4037').positive('4037'),
  description: z.string('4000').max(LONGEST_TEXT, '4000').default(''),
  payment_method_id: z.enum(METHOD_NAMES, '2131'),
  external_reference: z.string('4000').max(LONGEST_TEXT, '4000').default(''),
  notification_url: z.url({ protocol: /^https?$/, error: '4000' }).nullish(),
  callback_url: z.url({ protocol: /^https?$/, error: '4000' }).nullish(),
  date_of_expiration: z.iso.datetime({ offset: true, error: '23' }).nullish(),
  payer: payerSchema,
  transaction_details: z.object({ financial_institution: z.string('4390').nullish() }).nullish(),
  additional_info: z.object({ ip_address: z.string('4000').nullish() }).nullish(),
  ...Object.fromEntries(IGNORED.map((name) => [name, z.unknown().optional()])),
});

export type PaymentBody = z.infer<typeof body>;

export interface BodyProblem {
  readonly code: CauseCode;
  readonly field: string;
}

/** @param now - by the clock of the provider */
export function parsePaymentBody(
  given: unknown,
  now: Date,
): { readonly body: PaymentBody } | BodyProblem {
  const parsed = body.safeParse(given);
  if (parsed.success) return problemOf(parsed.data, now) ?? { body: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    return { code: 8, field: `[${[...path, issue.keys[0]].join('.')}]` };
  }
  return { code: causeOf(issue?.message, 1), field: path.join('.') };
}

/** What a schema of single fields does not see. */
function problemOf(asked: PaymentBody, now: Date): BodyProblem | null {
  const { minimumPesos, maximumPesos } = METHODS[asked.payment_method_id];
  const amount = asked.transaction_amount;
  if (amount < minimumPesos || amount > maximumPesos) {
    return { code: 4037, field: 'transaction_amount' };
  }
  const end = asked.date_of_expiration ? new Date(asked.date_of_expiration) : null;
  const lifeMs = end === null ? 1 : end.getTime() - now.getTime();
  if (lifeMs <= 0 || lifeMs > LONGEST_MS) return { code: 23, field: 'date_of_expiration' };
  return asked.payment_method_id === 'pse' ? pseProblem(asked) : null;
}

function pseProblem(asked: PaymentBody): BodyProblem | null {
  const bank = asked.transaction_details?.financial_institution;
  const isKnown = METHODS.pse.institutions.some(({ id }) => id !== '0' && id === bank);
  if (!isKnown) return { code: 4390, field: '' };
  if (!asked.callback_url) return { code: 4058, field: '' };
  if (!asked.additional_info?.ip_address) {
    return { code: 4000, field: 'additional_info.ip_address' };
  }
  const missing = missingForPse(asked.payer);
  if (missing === null) return null;
  return { code: missing === 'payer.identification' ? 2067 : 4000, field: missing };
}

export function amountOf({ transaction_amount: pesos }: PaymentBody): Money {
  return fromWholeUnits(BigInt(pesos), 'COP');
}
