import { z } from 'zod';

/**
 * The `payer` of a request. An issue's message is the number of Mercado Pago's own error.
 *
 * @source mercadopago.com.co, PSE pages of Checkout API and Bricks: types and lengths; the names that there
 *   are: npm mercadopago 3.6.1, `PayerRequest`. That the lengths bind Efecty too is ours
 */

const DOCUMENTS = ['CC', 'CE', 'NIT', 'Otro', 'TE', 'RC', 'TI', 'PAS', 'DI'] as const;
const DIGITS = /^\d{1,15}$/;
const LETTERS_TOO = /^[A-Za-z0-9]{1,15}$/;

function text(shortest: number, longest: number) {
  return z.string('4000').min(shortest, '4000').max(longest, '4000');
}

const document = z
  .object({ type: z.enum(DOCUMENTS, '2067'), number: z.string('2067') })
  .refine(({ type, number }) => (type === 'PAS' ? LETTERS_TOO : DIGITS).test(number), '2067');

const address = z.strictObject({
  zip_code: text(5, 5).nullish(),
  street_name: text(1, 18).nullish(),
  street_number: text(1, 5).nullish(),
  neighborhood: text(1, 18).nullish(),
  city: text(1, 18).nullish(),
  federal_unit: z.string('4000').nullish(),
});

/** The page on Bricks gives a number 5 digits and every example 7 or more: it is not bounded here. */
const phone = z.strictObject({
  area_code: text(3, 3).nullish(),
  number: z.string('4000').regex(/^\d+$/, '4000').nullish(),
});

export const payerSchema = z.strictObject(
  {
    type: z.string('4000').nullish(),
    id: z.string('4000').nullish(),
    email: z.email('4050'),
    first_name: text(1, 32).nullish(),
    last_name: text(1, 32).nullish(),
    entity_type: z.enum(['individual', 'association'], '4000').nullish(),
    identification: document.nullish(),
    address: address.nullish(),
    phone: phone.nullish(),
  },
  { error: ({ code }) => (code === 'unrecognized_keys' ? undefined : '4000') },
);

export type Payer = z.infer<typeof payerSchema>;

/**
 * The first field that PSE needs and the payer lacks; Efecty needs an e-mail address alone.
 *
 * @source mercadopago.com.co, Checkout API for PSE, list of mandatory fields
 */
export function missingForPse({
  entity_type,
  identification,
  address,
  phone,
}: Payer): string | null {
  const needed = {
    'payer.entity_type': entity_type,
    'payer.identification': identification,
    'payer.address.zip_code': address?.zip_code,
    'payer.address.street_name': address?.street_name,
    'payer.address.street_number': address?.street_number,
    'payer.address.neighborhood': address?.neighborhood,
    'payer.address.city': address?.city,
    'payer.phone.area_code': phone?.area_code,
    'payer.phone.number': phone?.number,
  };
  return Object.entries(needed).find(([, value]) => !value)?.[0] ?? null;
}
