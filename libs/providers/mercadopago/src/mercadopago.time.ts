import { ConnectorError } from '@cauce/connector-kit';

/** Colombia is five hours behind UTC all year. */
const BEHIND_UTC_MS = 5 * 3_600_000;

const WITH_OFFSET =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d*)?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** `YYYY-MM-DDTHH:MM:SS.sss-05:00`: the time in Bogota, as `date_of_expiration` is written. */
export function toOffsetTime(at: Date): string {
  const local = new Date(at.getTime() - BEHIND_UTC_MS).toISOString();
  return `${local.slice(0, -1)}-05:00`;
}

/**
 * Reads a time of Mercado Pago's, whose offset is mostly that of its own servers (-04:00).
 *
 * @throws ConnectorError malformed_reply for anything else, a day that does not exist or no offset included
 */
export function fromOffsetTime(text: string): Date {
  const [, local, fraction = '', sign, hours = '0', minutes = '0'] =
    WITH_OFFSET.exec(text.trim()) ?? [];
  const clock = new Date(`${local}.${fraction.padEnd(3, '0')}Z`);
  const isThere = !Number.isNaN(clock.getTime()) && clock.toISOString().startsWith(String(local));
  const isOffset = Number(hours) < 24 && Number(minutes) < 60;
  if (!isThere || !isOffset) {
    throw new ConnectorError('malformed_reply', `not a time: ${text.slice(0, 40)}`);
  }
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(clock.getTime() + (sign === '-' ? offsetMs : -offsetMs));
}
