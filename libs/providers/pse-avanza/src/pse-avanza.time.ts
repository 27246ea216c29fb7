import { ConnectorError } from '@cauce/connector-kit';

/** Colombia is five hours behind UTC all year. */
const BEHIND_UTC_MS = 5 * 3_600_000;
const BOGOTA = '-05:00';

/** Seconds may have a fraction of up to seven digits, as .NET writes it; the zone may be missing. */
const ACH_TIME =
  /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,7}))?(Z|[+-]\d{2}:\d{2})?$/;

/** What .NET writes for a time that was never set. */
const NEVER_SET = '0001-01-01';

/** `2026-11-20T10:00:00-05:00`: local time of Bogota, with its zone. */
export function toAchTime(at: Date): string {
  return new Date(at.getTime() - BEHIND_UTC_MS).toISOString().slice(0, 19) + BOGOTA;
}

/**
 * Reads a time of ACH's; one without a zone is of Bogota.
 *
 * @returns null when there is none: missing, empty, or never set
 * @throws ConnectorError malformed_reply for anything else, a day that does not exist included
 */
export function fromAchTime(text: string | null | undefined): Date | null {
  const trimmed = (text ?? '').trim();
  if (trimmed === '' || trimmed.startsWith(NEVER_SET)) return null;
  const [, day = '', time, fraction = '0', zone = BOGOTA] = ACH_TIME.exec(trimmed) ?? [];
  const at = new Date(`${day}T${time}.${fraction.slice(0, 3)}${zone}`);
  if (isDay(day) && !Number.isNaN(at.getTime())) return at;
  throw new ConnectorError('malformed_reply', 'a time that is none');
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
