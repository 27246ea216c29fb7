import { z } from 'zod';

const MAX_PORT = 65_535;
const KEY_BYTES = 32;
const TEXT_LIMIT = 4_000;

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

function isUnit(text: string | undefined): text is keyof typeof UNIT_MS {
  return text !== undefined && text in UNIT_MS;
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number from 1 to 65535')
  .transform(Number)
  .refine((value) => value >= 1 && value <= MAX_PORT, 'must be a port number from 1 to 65535');

const url = z
  .string()
  .trim()
  .refine((text) => URL.canParse(text), 'must be an absolute URL, such as https://host/path');

const seconds = z
  .string()
  .trim()
  .regex(/^\d+(\.\d+)?$/, 'must be a number of seconds, such as 8 or 0.5')
  .transform(Number)
  .refine((value) => value > 0, 'must be more than 0 seconds');

const durationMs = z
  .string()
  .trim()
  .transform((text, context) => {
    const [, amount, unit] = DURATION.exec(text) ?? [];
    const valueMs = isUnit(unit) ? Math.round(Number(amount) * UNIT_MS[unit]) : 0;
    if (valueMs > 0) return valueMs;
    context.addIssue('must be a duration with its unit (ms, s, m, h or d), such as 500ms or 15m');
    return z.NEVER;
  });

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true, false, 1 or 0' })
  .transform((text) => text === 'true' || text === '1');

const base64Key32 = z
  .string()
  .trim()
  .transform((text, context) => {
    const key = Buffer.from(text, 'base64');
    const isExact = key.length === KEY_BYTES && key.toString('base64') === text;
    if (isExact) return key;
    context.addIssue('must be 32 bytes in base64; make one with `openssl rand -base64 32`');
    return z.NEVER;
  });

const text = z.string().trim().max(TEXT_LIMIT, `must have at most ${TEXT_LIMIT} characters`);

/**
 * Pieces for configuration schemas: each takes the text of a variable. `seconds` gives seconds,
 * `durationMs` milliseconds, `base64Key32` a Buffer of 32 bytes, `flag` a boolean.
 */
export const configTypes = { port, url, seconds, durationMs, flag, base64Key32, text } as const;
