/** Bogota is five hours behind UTC all year; Mercado Pago writes its own zone, and the instant counts. */
const OFFSET = '-04:00';
const OFFSET_MS = 4 * 3_600_000;

/** `2026-11-20T11:00:00.000-04:00` */
export function dateText(at: Date): string {
  return new Date(at.getTime() - OFFSET_MS).toISOString().replace('Z', OFFSET);
}
