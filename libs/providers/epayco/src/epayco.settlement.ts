import { fileIdentity, isReturned, parseRecaudo } from '@cauce/asobancaria';
import type { SettlementReading } from '@cauce/connector-kit';

/** Name of the format in messages and in the API. */
export const SETTLEMENT_FORMAT = 'asobancaria_2001';

/**
 * Reads a day's collection file (Asobancaria 2001 recaudo). Control totals must hold, or the file is
 * rejected whole; lines that were returned are not collections and are left out.
 *
 * @param day the collection day that the file was listed under
 */
export async function readSettlement(bytes: Uint8Array, day: string): Promise<SettlementReading> {
  const parsed = await parseRecaudo(bytes);
  const collectedOn = parsed.header?.collectedOn ?? day;
  if (!parsed.ok) {
    return {
      kind: 'rejected',
      collectedOn,
      problems: parsed.problems.map(({ code, line, message }) => ({ code, line, detail: message })),
      declared: parsed.declared?.amount ?? null,
      counted: parsed.counted?.amount ?? null,
    };
  }
  const details = parsed.file.batches.flatMap((batch) => batch.details);
  const lines = details
    .filter((detail) => !isReturned(detail))
    .map((detail) => ({
      number: detail.line,
      reference: detail.reference,
      rawReference: detail.rawReference,
      amountMinor: detail.amount.minor,
      currency: detail.amount.currency,
      operation: detail.operation,
    }));
  return {
    kind: 'accepted',
    identity: parsed.header === null ? `empty:${day}` : fileIdentity(parsed.header),
    collectedOn,
    total: {
      minor: lines.reduce((sum, line) => sum + line.amountMinor, 0n),
      currency: 'COP',
    },
    lines,
    warnings: parsed.warnings.map((warning) => warning.message),
  };
}
