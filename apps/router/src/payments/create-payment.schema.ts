import { moneyView } from '@cauce/api';
import { DOCUMENT_TYPES, KNOWN_RAILS, PAYMENT_STATUSES, RAIL_NAME } from '@cauce/contracts';
import { z } from 'zod';
import { documentProblem } from './payer-document.js';

/** Text that people read: normalised, trimmed, without control characters. */
function text(max: number) {
  return z
    .string()
    .max(max * 4) // length check before any other work
    .normalize('NFC')
    .trim()
    .min(1, 'must not be empty')
    .refine((value) => [...value].length <= max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}\p{Co}\p{Cn}]*$/u, 'must not contain control characters');
}

const METADATA_KEYS = 20;

const documentInput = z
  .strictObject({ type: z.enum(DOCUMENT_TYPES), number: z.string().max(20) })
  .check((context) => {
    const problem = documentProblem(context.value.type, context.value.number);
    if (problem === null) return;
    context.issues.push({
      code: 'custom',
      message: problem,
      path: ['number'],
      input: context.value.number,
    });
  });

const payerInput = z.strictObject({
  kind: z.enum(['person', 'company']).default('person'),
  name: text(100).describe(
    'Full name; the connector transliterates it where a provider needs ASCII',
  ),
  email: z.email().max(254),
  phone: z
    .string()
    .regex(
      /^\+(57(3\d{9}|60[1-8]\d{7})|(?!57)[1-9]\d{6,14})$/,
      'must be E.164, such as +573001112233 or +576012345678',
    )
    .optional(),
  document: documentInput,
  city: text(80).optional().describe('Where the payer is; routing rules may ask for it'),
});

/** Most rails that a payment may name. */
const METHODS = 10;

/** Whether a connector has brought a rail of another name is known when the payment is made. */
const method = z
  .string()
  .regex(RAIL_NAME, 'must be the name of a rail')
  .describe(`A rail: ${KNOWN_RAILS.join(', ')}, or what a connector has brought`);

/** Body of POST /v1/payments. */
export const createPaymentBody = z
  .strictObject({
    amount: moneyView.refine((amount) => amount.value > 0, {
      message: 'must be greater than zero',
      path: ['value'],
    }),
    reference: text(64).describe('Your own name for the order; one open or paid payment each'),
    description: text(200),
    methods: z
      .array(method)
      .min(1)
      .max(METHODS)
      .refine((list) => new Set(list).size === list.length, 'must not name a method twice')
      .describe('Rails that the payer accepts, in your order of preference'),
    payer: payerInput,
    expiresAt: z.iso
      .datetime()
      .transform((at) => new Date(at))
      .optional()
      .describe('When the voucher should stop being payable; the provider’s own rule wins'),
    returnUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .describe('Where the payer comes back to from the bank; only for pse, which needs it'),
    bank: z
      .string()
      .regex(/^\d{4}$/, 'must be a bank code of four digits')
      .optional()
      .describe('The payer’s bank, a code of GET /v1/methods/pse/banks; only for pse'),
    metadata: z
      .record(z.string().min(1).max(40), z.string().max(500))
      .refine((all) => Object.keys(all).length <= METADATA_KEYS, `at most ${METADATA_KEYS} keys`)
      .default({}),
  })
  .meta({ id: 'CreatePayment' });

export type CreatePaymentBody = z.output<typeof createPaymentBody>;

/** Query of GET /v1/payments, besides limit and after. */
export const listPaymentsFilter = {
  reference: z.string().max(256).optional(),
  status: z.enum(PAYMENT_STATUSES).optional(),
  method: method.optional(),
  createdAfter: z.iso
    .datetime()
    .transform((at) => new Date(at))
    .optional(),
};
