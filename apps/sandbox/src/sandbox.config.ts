import { z } from 'zod';
import type { SandboxOptions } from './start-sandbox.js';

type Environment = Readonly<Record<string, string | undefined>>;

const LIVE_PREFIX = 'cauce_live_';
const SECOND_MS = 1_000;

const seconds = z.coerce
  .number('must be a number of seconds')
  .int('must be whole seconds')
  .min(0)
  .transform((value) => value * SECOND_MS)
  .optional();
const secret = z.string('is required').min(8, 'must have 8 characters or more');

const variables = z.object({
  CAUCE_SANDBOX_PORT: z.coerce
    .number('must be a port')
    .int('must be a port')
    .min(0, 'must be a port')
    .max(65_535, 'must be a port')
    .default(8090),
  CAUCE_HOST: z.string().default('127.0.0.1'),
  CAUCE_DATA_DIR: z.string().default('.cauce'),
  CAUCE_EPAYCO_PUBLIC_KEY: secret,
  CAUCE_EPAYCO_PRIVATE_KEY: secret,
  CAUCE_EPAYCO_CUSTOMER_ID: z.string('is required').min(1, 'is required'),
  CAUCE_EPAYCO_P_KEY: secret,
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: secret.optional(),
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: secret.optional(),
  CAUCE_MERCADOPAGO_COLLECTOR_ID: z.coerce
    .number('must be the number of the account')
    .int('must be the number of the account')
    .default(700_123_456),
  CAUCE_SANDBOX_MINIMUM_EXPIRY_SECONDS: seconds,
  CAUCE_SANDBOX_MAXIMUM_EXPIRY_SECONDS: seconds,
});

export type SandboxConfig =
  | { readonly ok: true; readonly options: SandboxOptions }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the configuration of a sandbox that runs alone.
 * @returns the options, or every problem at once, each with the name of its variable; anything live is one
 */
export function readSandboxConfig(environment: Environment): SandboxConfig {
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = variables.safeParse(Object.fromEntries(given));
  const invalid = parsed.error?.issues.map((one) => `${one.path.join('.')}: ${one.message}`) ?? [];
  const problems = [...liveKeys(environment), ...invalid];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, options: optionsOf(parsed.data) };
}

function optionsOf(config: z.output<typeof variables>): SandboxOptions {
  const minimumMs = config.CAUCE_SANDBOX_MINIMUM_EXPIRY_SECONDS;
  const maximumMs = config.CAUCE_SANDBOX_MAXIMUM_EXPIRY_SECONDS;
  return {
    host: config.CAUCE_HOST,
    port: config.CAUCE_SANDBOX_PORT,
    dataDir: config.CAUCE_DATA_DIR,
    epayco: {
      publicKey: config.CAUCE_EPAYCO_PUBLIC_KEY,
      privateKey: config.CAUCE_EPAYCO_PRIVATE_KEY,
      customerId: config.CAUCE_EPAYCO_CUSTOMER_ID,
      pKey: config.CAUCE_EPAYCO_P_KEY,
    },
    ...mercadopagoOf(config),
    expiry: {
      ...(minimumMs === undefined ? {} : { minimumMs }),
      ...(maximumMs === undefined ? {} : { maximumMs }),
    },
  };
}

/** An account only where both of its secrets are given; the first of several secrets signs. */
function mercadopagoOf(config: z.output<typeof variables>): Pick<SandboxOptions, 'mercadopago'> {
  const accessToken = config.CAUCE_MERCADOPAGO_ACCESS_TOKEN;
  const [webhookSecret] = config.CAUCE_MERCADOPAGO_WEBHOOK_SECRETS?.split(',') ?? [];
  if (accessToken === undefined || webhookSecret === undefined) return {};
  const collectorId = config.CAUCE_MERCADOPAGO_COLLECTOR_ID;
  return { mercadopago: { accessToken, webhookSecret, collectorId } };
}

function liveKeys(environment: Environment): string[] {
  const keys = Object.entries(environment).filter(
    ([name, value]) => /^CAUCE_.*(KEY|TOKEN|SECRETS)$/.test(name) && value?.startsWith(LIVE_PREFIX),
  );
  const isLive = /^(true|1)$/i.test(environment['CAUCE_EPAYCO_LIVE'] ?? '');
  return [
    ...keys.map(([name]) => `${name}: holds a live key; the sandbox never runs beside one`),
    ...(isLive ? ['CAUCE_EPAYCO_LIVE: is true; the sandbox never runs beside a live ePayco'] : []),
  ];
}
