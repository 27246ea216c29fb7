import { configTypes, jsonFile } from '@cauce/config';
import { fromWholeUnits, type Money } from '@cauce/money';
import { z } from 'zod';
import { clientCertificatesFile } from './calls/client-certificates.schema.js';
import type { ConnectorSettings } from './connector-settings.js';
import { routeTermsSchema, type RouteTerms } from './terms/route-terms.schema.js';
import { termsOver } from './terms/terms-at.js';

const YEAR_SECONDS = 31_536_000;
const MAX_PESOS = 1_000_000_000;
const SECOND_MS = 1_000;

/** Credentials and payer data go there: in the clear to this machine alone. */
const providerUrl = configTypes.url
  .refine((text) => {
    const url = URL.parse(text);
    // That it is no address at all has been said by then.
    if (url === null) return true;
    const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    return url.protocol === 'https:' || (url.protocol === 'http:' && isHere);
  }, 'must be https, except on this machine')
  .transform((text) => text.replace(/\/+$/, ''));

const schedule = z
  .string()
  .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/, 'must be seconds separated by commas, such as 120,600');

/**
 * Pieces for the configuration of rails and protocols. `providerUrl` loses the slash at its end, `pesos` are
 * whole ones, a `schedule` is seconds separated by commas.
 */
export const variableTypes = {
  providerUrl,
  schedule,
  flag: configTypes.flag,
  seconds: z.coerce.number().positive().max(YEAR_SECONDS),
  pesos: z.coerce.number().int().positive().max(MAX_PESOS),
} as const;

/** Names of protocols with commas; all of them when nothing is said. */
export function protocolList<const P extends string>(protocols: readonly P[]) {
  return z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.enum(protocols, `must be some of ${protocols.join(', ')}, with commas`)))
    .default([...protocols])
    .describe('Protocols whose routes are offered, where they have keys');
}

/** Variables of every connector service: timings around its routes. */
export const railVariables = {
  CAUCE_POLL_SCHEDULE_SECONDS: schedule
    .optional()
    .describe(
      'Pauses before a voucher is asked about when no callback comes; the last one repeats. Left out, as suits the route',
    ),
  CAUCE_SETTLEMENT_POLL_SECONDS: variableTypes.seconds
    .default(300)
    .describe('How often the drop box of collection files is looked at'),
  CAUCE_SETTLEMENT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(7)
    .describe('How many collection days back are looked at'),
  CAUCE_UNMATCHED_AFTER_SECONDS: variableTypes.seconds
    .default(900)
    .describe('How long money for an unknown reference waits for its payment'),
  CAUCE_CALLBACK_RETRY_SECONDS: schedule
    .default('2,5,15,60,300,900')
    .describe('Pauses before a callback that the provider did not confirm is looked at again'),
  CAUCE_TILL_ANSWER_SECONDS: variableTypes.seconds
    .default(2)
    .describe('How long a till that asks us waits for its answer before it is told to ask again'),
  CAUCE_TILLS_GIVEN_UP: z
    .string()
    .regex(
      /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)*$/,
      'must be routes',
    )
    .optional()
    .describe(
      'Routes, separated by commas, that may lose their tills although payers hold vouchers for them',
    ),
  CAUCE_BANKS_REFRESH_SECONDS: variableTypes.seconds
    .default(86_400)
    .describe('How old a list of banks may become before its provider is asked again'),
  CAUCE_CLIENT_CERTIFICATES_FILE: clientCertificatesFile
    .optional()
    .describe(
      'JSON file: by protocol, the files of the certificate and key that it is called with',
    ),
  CAUCE_ROUTE_TERMS_FILE: jsonFile(routeTermsSchema)
    .optional()
    .describe(
      'JSON file: limits, hours, fees, documents and GLN of routes, each from a day on; before it hold those that rails come with',
    ),
} as const;

type RailVariables = z.output<z.ZodObject<typeof railVariables>>;

/**
 * The timings and terms that the variables say.
 *
 * @param shipped terms that come with the rail, and hold until the operator's own begin
 */
export function railSettings(
  variables: RailVariables,
  shipped: readonly RouteTerms[] = [],
): ConnectorSettings {
  const list = (text: string) => text.split(',').map((one) => Number(one) * SECOND_MS);
  return {
    pollScheduleMs:
      variables.CAUCE_POLL_SCHEDULE_SECONDS === undefined
        ? null
        : list(variables.CAUCE_POLL_SCHEDULE_SECONDS),
    settlementPollMs: variables.CAUCE_SETTLEMENT_POLL_SECONDS * SECOND_MS,
    settlementDays: variables.CAUCE_SETTLEMENT_DAYS,
    unmatchedAfterMs: variables.CAUCE_UNMATCHED_AFTER_SECONDS * SECOND_MS,
    callbackRetryMs: list(variables.CAUCE_CALLBACK_RETRY_SECONDS),
    tillAnswerMs: variables.CAUCE_TILL_ANSWER_SECONDS * SECOND_MS,
    tillsGivenUp: variables.CAUCE_TILLS_GIVEN_UP?.split(',') ?? [],
    banksRefreshMs: variables.CAUCE_BANKS_REFRESH_SECONDS * SECOND_MS,
    clientCertificates: variables.CAUCE_CLIENT_CERTIFICATES_FILE ?? new Map(),
    terms: termsOver(variables.CAUCE_ROUTE_TERMS_FILE ?? [], shipped),
  };
}

/** What a route collects: from, to, in steps of whole pesos. */
export function limitsOf(minimum: number, maximum: number) {
  return { minimum: pesos(minimum), maximum: pesos(maximum), step: pesos(1) };
}

/** A check for a schema: of each pair the first variable may not be above the second. */
export function inOrder<V>(pairs: readonly (readonly [keyof V & string, keyof V & string])[]) {
  return ({ value, issues }: z.core.ParsePayload<V>): void => {
    for (const [lower, upper] of pairs) {
      if (Number(value[lower]) <= Number(value[upper])) continue;
      const message = `must not be more than ${upper}`;
      issues.push({ code: 'custom', message, path: [lower], input: value[lower] });
    }
  };
}

/** A check for a schema: of variables that belong together all are set, or none. */
export function allOrNone<V>(names: readonly (keyof V & string)[]) {
  return ({ value, issues }: z.core.ParsePayload<V>): void => {
    const given = names.find((name) => value[name] !== undefined);
    if (given === undefined) return;
    for (const name of names.filter((one) => value[one] === undefined)) {
      const message = `is required with ${given}`;
      issues.push({ code: 'custom', message, path: [name], input: value[name] });
    }
  };
}

/** A check for a schema: a variable that is set needs another one. */
export function needing<V>(name: keyof V & string, needed: keyof V & string) {
  return ({ value, issues }: z.core.ParsePayload<V>): void => {
    if (value[name] === undefined || value[needed] !== undefined) return;
    const message = `is required with ${name}`;
    issues.push({ code: 'custom', message, path: [needed], input: value[needed] });
  };
}

function pesos(amount: number): Money {
  return fromWholeUnits(BigInt(amount), 'COP');
}
