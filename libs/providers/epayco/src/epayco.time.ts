import { ConnectorError } from '@cauce/connector-kit';

/** Colombia is five hours behind UTC all year. */
const BEHIND_UTC_MS = 5 * 3_600_000;

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?$/;

/** `YYYY-MM-DD HH:MM:SS` in Bogota. */
export function toBogotaTime(at: Date): string {
  const local = new Date(at.getTime() - BEHIND_UTC_MS).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)}`;
}

/**
 * Reads ePayco's local time.
 *
 * @param text `YYYY-MM-DD HH:MM:SS`, or a date alone, which means the end of that day
 * @throws ConnectorError malformed_reply for anything else, a day that does not exist included
 */
export function fromBogotaTime(text: string): Date {
  const [, day, time = '23:59:59'] = LOCAL_TIME.exec(text.trim()) ?? [];
  const at = new Date(`${day}T${time}-05:00`);
  const isThere = !Number.isNaN(at.getTime()) && toBogotaTime(at) === `${day} ${time}`;
  if (isThere) return at;
  throw new ConnectorError('malformed_reply', `not a time: ${text.slice(0, 40)}`);
}
