import { z } from 'zod';
import { businessDay, minorAmount, moneyOnWire, routeName } from './wire-values.js';

/** Lines in one message: bounded so that a message stays well under the broker's one-megabyte limit. */
export const SETTLEMENT_LINES_PER_MESSAGE = 500;

const aboutFile = {
  fileId: z.string(),
  route: routeName,
  format: z.string(),
  name: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The collection day that the file is about. */
  collectedOn: businessDay,
};

/** A settlement file whose control totals hold. Its lines follow in `settlement.lines` messages. */
export const settlementFileReceived = z.object({
  ...aboutFile,
  /** What names the file for its sender, besides its bytes: agreement, account, bank, modifier. */
  identity: z.string(),
  lineCount: z.int().nonnegative(),
  total: moneyOnWire,
  warnings: z.array(z.string()).max(100),
});

/** A settlement file that was quarantined whole: no line of it may be matched or posted. */
export const settlementFileRejected = z.object({
  ...aboutFile,
  problems: z
    .array(z.object({ code: z.string(), line: z.int().nullable(), detail: z.string() }))
    .min(1)
    .max(100),
  declaredTotal: moneyOnWire.nullable(),
  countedTotal: moneyOnWire.nullable(),
});

export const settlementLines = z.object({
  fileId: z.string(),
  route: routeName,
  collectedOn: businessDay,
  lines: z
    .array(
      z.object({
        /** Position of the line in the file, from 1. */
        number: z.int().positive(),
        /** Canonical reference: left zeros stripped. */
        reference: z.string(),
        rawReference: z.string(),
        amountMinor: minorAmount,
        currency: z.string(),
        operation: z.string().nullable(),
      }),
    )
    .min(1)
    .max(SETTLEMENT_LINES_PER_MESSAGE),
});

export type SettlementFileReceived = z.output<typeof settlementFileReceived>;
export type SettlementFileRejected = z.output<typeof settlementFileRejected>;
export type SettlementLines = z.output<typeof settlementLines>;
