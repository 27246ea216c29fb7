import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newApiKey } from '@cauce/api';
import { newId } from '@cauce/config';
import { z } from 'zod';

const keysFile = z.object({
  merchantId: z.string(),
  apiKey: z.string(),
  operatorKey: z.string(),
  webhookSecret: z.string(),
});

const secretsFile = z.object({
  encryptionKey: z.string(),
  epayco: z.object({
    publicKey: z.string(),
    privateKey: z.string(),
    customerId: z.string(),
    pKey: z.string(),
  }),
});

/** Keys for trying Cauce on one machine; `dev-keys.json` of the data folder. */
export type DevelopmentKeys = z.infer<typeof keysFile>;

/** Secrets that only the processes of one machine share; `dev-secrets.json` of the data folder. */
export type DevelopmentSecrets = z.infer<typeof secretsFile> & {
  readonly mercadopago: {
    readonly accessToken: string;
    readonly webhookSecret: string;
    readonly collectorId: number;
  };
  readonly payvalida: {
    readonly fixedHash: string;
    readonly notificationHash: string;
  };
  readonly payu: {
    readonly merchantId: string;
    readonly accountId: string;
    readonly apiLogin: string;
    readonly apiKey: string;
  };
  readonly pseAvanza: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly key: string;
    readonly iv: string;
    readonly entityCode: string;
    readonly serviceCode: string;
  };
};

/** The development keys of a data folder, made at the first start. */
export function developmentKeys(dataDir: string): DevelopmentKeys {
  return readOrMake(join(dataDir, 'dev-keys.json'), keysFile, () => ({
    merchantId: newId('mer'),
    apiKey: newApiKey('test').key,
    operatorKey: newApiKey('test').key,
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
  }));
}

/**
 * The development secrets of a data folder, made at the first start. Accounts that came after the first
 * version follow from what the file has, so that an older one goes on working.
 */
export function developmentSecrets(dataDir: string): DevelopmentSecrets {
  const stored = readOrMake(join(dataDir, 'dev-secrets.json'), secretsFile, () => ({
    encryptionKey: randomBytes(32).toString('base64'),
    epayco: {
      publicKey: randomBytes(16).toString('hex'),
      privateKey: randomBytes(16).toString('hex'),
      customerId: '12345',
      pKey: randomBytes(16).toString('hex'),
    },
  }));
  const derived = (purpose: string) =>
    createHmac('sha256', stored.encryptionKey).update(purpose).digest('hex').slice(0, 32);
  const mercadopago = {
    accessToken: `TEST-${derived('mercadopago access token')}`,
    webhookSecret: derived('mercadopago webhook secret'),
    collectorId: 700_123_456,
  };
  const payvalida = {
    fixedHash: derived('payvalida fixed hash'),
    notificationHash: derived('payvalida notification hash'),
  };
  const payu = {
    merchantId: '508029',
    accountId: '512321',
    apiLogin: derived('payu api login'),
    apiKey: derived('payu api key'),
  };
  const pseAvanza = {
    clientId: derived('pse avanza client id'),
    clientSecret: derived('pse avanza client secret'),
    // Thirty-two and twelve bytes in hexadecimal.
    key: derived('pse avanza key, first half') + derived('pse avanza key, second half'),
    iv: derived('pse avanza initialization vector').slice(0, 24),
    entityCode: '9001234568',
    serviceCode: '001',
  };
  return { ...stored, mercadopago, payvalida, payu, pseAvanza };
}

/**
 * Written aside and linked to its name, so that a process that dies half way leaves no half file, and of
 * processes that start at once on one folder all use what the first has made.
 */
function readOrMake<T>(path: string, schema: z.ZodType<T>, make: () => T): T {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const aside = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(aside, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600 });
    try {
      linkSync(aside, path);
    } catch (error) {
      if (!existsSync(path)) throw error;
    } finally {
      unlinkSync(aside);
    }
  }
  const parsed = schema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${path} does not hold what Cauce wrote there. Delete it to make new keys.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
