import {
  fileIdentity,
  isReturned,
  parseRecaudo,
  type Detail,
  type RecaudoFile,
} from '@cauce/asobancaria';
import type { SettlementReading } from '@cauce/connector-kit';
import { sum } from '@cauce/money';

/** Name of the format in messages and in the API. */
export const SETTLEMENT_FORMAT = 'asobancaria_2001';

/**
 * Reads a day's collection file (Asobancaria 2001 recaudo). Control totals must hold, or the file is
 * rejected whole. Payments that the bank gave back are no collections: they are left out of lines and total,
 * with a warning that says how many.
 *
 * @param day the collection day that the file was listed under
 * @returns for a file of no bytes, a day without collections
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
  const collected = details.filter((detail) => !isReturned(detail));
  return {
    kind: 'accepted',
    identity: identityOf(parsed.file, day),
    collectedOn,
    total: sum(
      collected.map((detail) => detail.amount),
      'COP',
    ),
    lines: collected.map(toLine),
    warnings: [
      ...(collectedOn === day ? [] : [`listed under ${day}, collected on ${collectedOn}`]),
      ...(collected.length === details.length
        ? []
        : [`${details.length - collected.length} returned payments left out`]),
      ...parsed.warnings.map((warning) => warning.message),
    ],
  };
}

/** A file without its control may be one that is still being written: it does not use up its identity. */
function identityOf({ header, control }: RecaudoFile, day: string): string {
  if (header === null) return `empty:${day}`;
  return control === null ? `${fileIdentity(header)}:empty` : fileIdentity(header);
}

function toLine(detail: Detail) {
  return {
    number: detail.line,
    reference: detail.reference,
    rawReference: detail.rawReference,
    amountMinor: detail.amount.minor,
    currency: detail.amount.currency,
    operation: detail.operation,
  };
}
