import { configTypes } from '@cauce/config';
import { z } from 'zod';

const seconds = z.coerce.number().positive().max(31_536_000);
const schedule = z
  .string()
  .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/, 'must be seconds separated by commas, such as 120,600');
const pesos = z.coerce.number().int().positive().max(1_000_000_000);

/** Credentials and payer data go there: in the clear to this machine alone. */
const providerUrl = configTypes.url.refine((text) => {
  const { protocol, hostname } = new URL(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}, 'must be https, except on this machine');

/** Pairs of which the first may not be above the second. */
const IN_ORDER = [
  ['CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS', 'CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS'],
  ['CAUCE_EFECTY_MINIMUM_PESOS', 'CAUCE_EFECTY_MAXIMUM_PESOS'],
] as const;

const variables = z.object({
  CAUCE_EPAYCO_PUBLIC_KEY: z.string().min(1).describe('ePayco: PUBLIC_KEY of the account'),
  CAUCE_EPAYCO_PRIVATE_KEY: z.string().min(1).describe('ePayco: PRIVATE_KEY of the account'),
  CAUCE_EPAYCO_CUSTOMER_ID: z.string().min(1).describe('ePayco: P_CUST_ID_CLIENTE'),
  CAUCE_EPAYCO_P_KEY: z.string().min(1).describe('ePayco: P_KEY, which signs confirmations'),
  CAUCE_EPAYCO_API_URL: providerUrl
    .default('https://api.secure.payco.co')
    .describe('ePayco: host of the log-in'),
  CAUCE_EPAYCO_SECURE_URL: providerUrl
    .default('https://secure.payco.co')
    .describe('ePayco: host of cash and status'),
  CAUCE_EPAYCO_APIFY_URL: providerUrl
    .default('https://apify.epayco.co')
    .describe('ePayco: host of the search by our reference'),
  CAUCE_EPAYCO_SETTLEMENTS_URL: providerUrl.describe(
    'Drop box of collection files: <url>/<day> lists, <url>/<day>/<name> is a file',
  ),
  CAUCE_EPAYCO_TEST: configTypes.flag.default(false).describe('ePayco: create test transactions'),
  CAUCE_EPAYCO_EGRESS_IP: z
    .ipv4()
    .default('127.0.0.1')
    .describe('ePayco: the address that requests name as the payer’s'),
  CAUCE_EPAYCO_TIMEOUT_SECONDS: seconds
    .default(20)
    .describe('ePayco: budget of issuing one voucher'),
  CAUCE_EPAYCO_VISIBILITY_SECONDS: seconds
    .default(300)
    .describe('ePayco: how long an executed create may stay invisible to queries'),
  CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS: seconds
    .default(12 * 3_600)
    .describe('ePayco: shortest life of a cash voucher'),
  CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS: seconds
    .default(8 * 86_400)
    .describe('ePayco: longest life of a cash voucher'),
  CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS: seconds
    .default(3 * 86_400)
    .describe('Life of a voucher when the merchant names none'),
  CAUCE_EFECTY_MINIMUM_PESOS: pesos.default(5_000).describe('Smallest payment at Efecty'),
  CAUCE_EFECTY_MAXIMUM_PESOS: pesos.default(8_000_000).describe('Largest payment at Efecty'),
  CAUCE_POLL_SCHEDULE_SECONDS: schedule
    .default('120,600,1800,3600,7200,21600')
    .describe(
      'Pauses before a voucher is asked about when no callback comes; the last one repeats',
    ),
  CAUCE_SETTLEMENT_POLL_SECONDS: seconds
    .default(300)
    .describe('How often the drop box of collection files is looked at'),
  CAUCE_SETTLEMENT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(7)
    .describe('How many collection days back are looked at'),
  CAUCE_UNMATCHED_AFTER_SECONDS: seconds
    .default(900)
    .describe('How long money for an unknown reference waits for its payment'),
  CAUCE_CALLBACK_RETRY_SECONDS: schedule
    .default('2,5,15,60,300,900')
    .describe('Pauses before a callback that the provider did not confirm is looked at again'),
});

/**
 * Configuration of the Efecty rail. Limits and lives of vouchers differ by contract and over time: they are
 * settings with the sources' values as defaults, never constants (see the README).
 */
export const efectyConfigSchema = variables.check(({ value, issues }) => {
  for (const [lower, upper] of IN_ORDER) {
    if (value[lower] <= value[upper]) continue;
    const message = `must not be more than ${upper}`;
    issues.push({ code: 'custom', message, path: [lower], input: value[lower] });
  }
});

export type EfectyVariables = z.output<typeof efectyConfigSchema>;
