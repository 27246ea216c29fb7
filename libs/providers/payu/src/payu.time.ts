import { ConnectorError } from '@cauce/connector-kit';

/** Colombia is five hours behind UTC all year. */
const BEHIND_UTC_MS = 5 * 3_600_000;

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?$/;

/** Milliseconds since 1970, from 2001 to 2286. */
const EPOCH_MS = /^\d{12,13}$/;

/** `YYYY-MM-DDTHH:MM:SS` in Bogota. */
export function toBogotaTime(at: Date): string {
  return new Date(at.getTime() - BEHIND_UTC_MS).toISOString().slice(0, 19);
}

/**
 * Reads an instant as PayU writes it: milliseconds since 1970 in JSON, local time where the same field is a
 * text.
 *
 * @throws ConnectorError malformed_reply for anything else, a day that does not exist included
 */
export function instantOf(text: string): Date {
  if (EPOCH_MS.test(text)) return new Date(Number(text));
  const at = LOCAL_TIME.test(text) ? new Date(`${text}-05:00`) : null;
  const isThere = at !== null && !Number.isNaN(at.getTime());
  if (isThere && toBogotaTime(at) === text.slice(0, 19)) return at;
  throw new ConnectorError('malformed_reply', `not a time: ${text.slice(0, 40)}`);
}
