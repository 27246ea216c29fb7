import { fromWholeUnits, type Money } from '@cauce/money';
import { z } from 'zod';
import { METHOD_NAMES, METHODS } from './methods.js';

/**
 * The body of `POST /v1/payments`. An issue's message is the number of Mercado Pago's own error.
 *
 * @source mercadopago.com.co, Checkout API pages for Efecty and PSE; fields that are not named are ignored
 */

/** Longest life of a voucher. @source page on dates of expiration: 1 to 30 days; shorter ones are taken here */
const LONGEST_MS = 30 * 86_400_000;

const DOCUMENTS = ['CC', 'CE', 'NIT', 'Otro', 'TE', 'RC', 'TI', 'PAS', 'DI'] as const;
const LONGEST_TEXT = 256;

const document = z.object({
  type: z.enum(DOCUMENTS, '2067'),
  number: z.string('2067').regex(/^[A-Za-z0-9]{1,15}$/, '2067'),
});
const name = z.string('4000').min(1, '4000').max(32, '4000');

const body = z.object({
  transaction_amount: z.number('4037').int('4037').positive('4037'),
  description: z.string('4000').max(LONGEST_TEXT, '4000').default(''),
  payment_method_id: z.enum(METHOD_NAMES, '2131'),
  external_reference: z.string('4000').max(LONGEST_TEXT, '4000').default(''),
  notification_url: z.url({ protocol: /^https?$/, error: '4000' }).nullish(),
  callback_url: z.url({ protocol: /^https?$/, error: '4000' }).nullish(),
  date_of_expiration: z.iso.datetime({ offset: true, error: '23' }).nullish(),
  payer: z.object(
    {
      email: z.email('4050'),
      first_name: name.nullish(),
      last_name: name.nullish(),
      entity_type: z.enum(['individual', 'association'], '4000').nullish(),
      identification: document.nullish(),
    },
    '4000',
  ),
  transaction_details: z.object({ financial_institution: z.string('4390').nullish() }).nullish(),
  additional_info: z.object({ ip_address: z.string('4000').nullish() }).nullish(),
});

export type PaymentBody = z.infer<typeof body>;

/** What PSE needs and Efecty does not. */
function pseProblem(asked: PaymentBody): string | null {
  if (asked.payment_method_id !== 'pse') return null;
  const bank = asked.transaction_details?.financial_institution;
  const isKnown = METHODS.pse.institutions.some(({ id }) => id !== '0' && id === bank);
  if (!isKnown) return '4390';
  if (!asked.payer.identification) return '2067';
  const needed = [asked.payer.entity_type, asked.callback_url, asked.additional_info?.ip_address];
  return needed.some((one) => !one) ? '4000' : null;
}

/** @param now - by the clock of the provider */
export function paymentBodySchema(now: Date) {
  return body.check(({ value, issues }) => {
    const { minimumPesos, maximumPesos } = METHODS[value.payment_method_id];
    const amount = value.transaction_amount;
    const end = value.date_of_expiration ? new Date(value.date_of_expiration) : null;
    const lifeMs = end === null ? 1 : end.getTime() - now.getTime();
    const problems = [
      amount < minimumPesos || amount > maximumPesos ? '4037' : null,
      lifeMs <= 0 || lifeMs > LONGEST_MS ? '23' : null,
      pseProblem(value),
    ];
    for (const message of problems) {
      if (message !== null) issues.push({ code: 'custom', message, path: [], input: value });
    }
  });
}

export function amountOf({ transaction_amount: pesos }: PaymentBody): Money {
  return fromWholeUnits(BigInt(pesos), 'COP');
}
