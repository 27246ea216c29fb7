import { fixedLife, variableTypes, type ExpiryRule } from '@cauce/connector-kit';
import { z } from 'zod';
import {
  EPAYCO_SERVICES,
  type EpaycoRouteOptions,
  type EpaycoService,
} from './epayco-route.connector.js';
import { FIELD_KEY } from './epayco.field-cipher.js';
import { isLeafKey } from './epayco-transactions.leaf-cipher.js';

const { providerUrl, seconds, flag } = variableTypes;
const SECOND_MS = 1_000;

/** Variables of an ePayco account, for every rail over it; its routes are offered where it has keys. */
export const epaycoVariables = {
  CAUCE_EPAYCO_PUBLIC_KEY: z.string().optional().describe('ePayco: PUBLIC_KEY of the account'),
  CAUCE_EPAYCO_PRIVATE_KEY: z.string().optional().describe('ePayco: PRIVATE_KEY of the account'),
  CAUCE_EPAYCO_CUSTOMER_ID: z.string().optional().describe('ePayco: P_CUST_ID_CLIENTE'),
  CAUCE_EPAYCO_P_KEY: z.string().optional().describe('ePayco: P_KEY, which signs confirmations'),
  CAUCE_EPAYCO_API_URL: providerUrl
    .default('https://api.secure.payco.co')
    .describe('ePayco: host of the log-in'),
  CAUCE_EPAYCO_SECURE_URL: providerUrl
    .default('https://secure.payco.co')
    .describe('ePayco: host of cash and status'),
  CAUCE_EPAYCO_APIFY_URL: providerUrl
    .default('https://apify.epayco.co')
    .describe('ePayco: host of the search by our reference'),
  CAUCE_EPAYCO_TRANSACTION_SERVICE: z
    .enum(EPAYCO_SERVICES)
    .default('classic')
    .describe(
      'ePayco: where payments are made and read: classic (restpagos), or newer (apiflow), which no released SDK of ePayco’s uses yet',
    ),
  CAUCE_EPAYCO_TRANSACTIONS_URL: providerUrl
    .default('https://apiflow.epayco.io')
    .describe('ePayco: host of the newer service'),
  CAUCE_EPAYCO_TRANSACTIONS_LOGIN_URL: providerUrl
    .default('https://eks-apify-service.epayco.io')
    .describe('ePayco: host of the log-in of the newer service'),
  CAUCE_EPAYCO_TRANSACTIONS_EXPIRY_SECONDS: seconds
    .default(5 * 86_400)
    .describe(
      'ePayco: life of a cash voucher of the newer service, which takes no wish; only announced, what it answers counts',
    ),
  CAUCE_EPAYCO_SETTLEMENTS_URL: providerUrl
    .optional()
    .describe(
      'Drop box of collection files: <url>/<network>/<day> lists, <url>/<network>/<day>/<name> is a file',
    ),
  CAUCE_EPAYCO_TEST: flag.default(false).describe('ePayco: create test transactions'),
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
    .describe('ePayco: shortest life of a cash voucher of the classic service'),
  CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS: seconds
    .default(8 * 86_400)
    .describe('ePayco: longest life of a cash voucher of the classic service'),
} as const;

/** Variables that transfers over ePayco need besides those of the account. */
export const epaycoPseVariables = {
  CAUCE_EPAYCO_TRANSFER_SECONDS: seconds
    .default(1_200)
    .describe('ePayco: how long a transfer can be made; ePayco itself names no end'),
} as const;

/** What must be set together. */
export const EPAYCO_KEYS = [
  'CAUCE_EPAYCO_PUBLIC_KEY',
  'CAUCE_EPAYCO_PRIVATE_KEY',
  'CAUCE_EPAYCO_CUSTOMER_ID',
  'CAUCE_EPAYCO_P_KEY',
  'CAUCE_EPAYCO_SETTLEMENTS_URL',
] as const;

type EpaycoVariables = z.output<z.ZodObject<typeof epaycoVariables>>;

/**
 * What a rail needs besides its own limits, network and texts.
 *
 * @returns null when there is no account
 */
export function epaycoOptions(
  variables: EpaycoVariables,
  defaultExpirySeconds: number,
): Omit<EpaycoRouteOptions, 'rail' | 'network' | 'limits'> | null {
  const {
    CAUCE_EPAYCO_PUBLIC_KEY: publicKey,
    CAUCE_EPAYCO_PRIVATE_KEY: privateKey,
    CAUCE_EPAYCO_CUSTOMER_ID: customerId,
    CAUCE_EPAYCO_P_KEY: pKey,
    CAUCE_EPAYCO_SETTLEMENTS_URL: settlementsUrl,
  } = variables;
  if (!publicKey || !privateKey || !customerId || !pKey || !settlementsUrl) return null;
  return {
    service: variables.CAUCE_EPAYCO_TRANSACTION_SERVICE,
    expiry: voucherLife(variables, defaultExpirySeconds),
    visibilityHorizonMs: variables.CAUCE_EPAYCO_VISIBILITY_SECONDS * SECOND_MS,
    issueTimeoutMs: variables.CAUCE_EPAYCO_TIMEOUT_SECONDS * SECOND_MS,
    endpoints: {
      apiUrl: variables.CAUCE_EPAYCO_API_URL,
      secureUrl: variables.CAUCE_EPAYCO_SECURE_URL,
      apifyUrl: variables.CAUCE_EPAYCO_APIFY_URL,
      transactionsUrl: variables.CAUCE_EPAYCO_TRANSACTIONS_URL,
      transactionsLoginUrl: variables.CAUCE_EPAYCO_TRANSACTIONS_LOGIN_URL,
      settlementsUrl,
      publicKey,
      privateKey,
    },
    account: {
      publicKey,
      customerId,
      isTest: variables.CAUCE_EPAYCO_TEST,
      egressIp: variables.CAUCE_EPAYCO_EGRESS_IP,
    },
    pKey,
  };
}

/** The newer service gives every voucher the life that it likes: a wish has no field there. */
function voucherLife(variables: EpaycoVariables, defaultExpirySeconds: number): ExpiryRule {
  if (variables.CAUCE_EPAYCO_TRANSACTION_SERVICE === 'newer') {
    return fixedLife(variables.CAUCE_EPAYCO_TRANSACTIONS_EXPIRY_SECONDS * SECOND_MS);
  }
  return {
    minimumMs: variables.CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS * SECOND_MS,
    maximumMs: variables.CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS * SECOND_MS,
    defaultMs: defaultExpirySeconds * SECOND_MS,
  };
}

type Keys = z.core.ParsePayload<{
  CAUCE_EPAYCO_PRIVATE_KEY?: string | undefined;
  CAUCE_EPAYCO_TRANSACTION_SERVICE: EpaycoService;
}>;

/** A check for a schema with the account's variables: its private key can encrypt for the newer service. */
export function transactionKey({ value, issues }: Keys): void {
  const { CAUCE_EPAYCO_PRIVATE_KEY: key, CAUCE_EPAYCO_TRANSACTION_SERVICE: service } = value;
  if (service !== 'newer' || key === undefined || isLeafKey(key)) return;
  issues.push(keyIssue('must have 32 characters, which the newer service encrypts with'));
}

/** The same for transfers, which the classic service wants encrypted too. */
export function transferKey(payload: Keys): void {
  const { CAUCE_EPAYCO_PRIVATE_KEY: key, CAUCE_EPAYCO_TRANSACTION_SERVICE: service } =
    payload.value;
  if (service === 'newer') return transactionKey(payload);
  if (key === undefined || FIELD_KEY.test(key)) return;
  payload.issues.push(
    keyIssue('must be 32 hexadecimal digits, which transfers are encrypted with'),
  );
}

function keyIssue(message: string) {
  const path = ['CAUCE_EPAYCO_PRIVATE_KEY'];
  return { code: 'custom', message, path, input: undefined } as const;
}

/**
 * What a transfer rail needs besides its own limits.
 *
 * @returns null when there is no account
 */
export function epaycoPseOptions(
  variables: EpaycoVariables & z.output<z.ZodObject<typeof epaycoPseVariables>>,
): Omit<EpaycoRouteOptions, 'rail' | 'network' | 'limits'> | null {
  const options = epaycoOptions(variables, variables.CAUCE_EPAYCO_TRANSFER_SECONDS);
  if (options === null) return null;
  const expiry = fixedLife(variables.CAUCE_EPAYCO_TRANSFER_SECONDS * SECOND_MS);
  return { ...options, expiry };
}
