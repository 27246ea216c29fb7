import type { Money } from '@cauce/money';
import type { ProviderCall } from './connector.js';

/** Where settlement files come from, and how they are read: a capability of a connector. */
export interface SettlementSource {
  /** Name of the format in messages and in the API, such as `asobancaria_2001`. */
  readonly format: string;
  /** Files of one collection day. */
  list(day: string, call: ProviderCall): Promise<readonly SettlementFileName[]>;
  /** The bytes of a listed file. */
  fetch(day: string, name: string, call: ProviderCall): Promise<Uint8Array>;
  /** Reads a file strictly: control totals must hold, or it is rejected whole. */
  read(bytes: Uint8Array, day: string): Promise<SettlementReading>;
}

/** A file as its source lists it. */
export interface SettlementFileName {
  readonly name: string;
  /** Hex, when the source says it: a file that was taken already need not be fetched, a cut one is noticed. */
  readonly sha256: string | null;
}

/** One collection. */
export interface SettlementLine {
  /** Position in the file, from 1. */
  readonly number: number;
  /** Canonical: without zeros and spaces around it. */
  readonly reference: string;
  readonly rawReference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly operation: string | null;
}

/** Why a file is rejected. */
export interface SettlementProblem {
  readonly code: string;
  readonly line: number | null;
  readonly detail: string;
}

/** What a file says; `total` is the sum of the lines. */
export interface AcceptedSettlement {
  readonly kind: 'accepted';
  /** What names the file for its sender, besides its bytes. */
  readonly identity: string;
  readonly collectedOn: string;
  readonly total: Money;
  readonly lines: readonly SettlementLine[];
  readonly warnings: readonly string[];
}

/** A file that nobody may believe a line of. */
export interface RejectedSettlement {
  readonly kind: 'rejected';
  readonly collectedOn: string;
  readonly problems: readonly SettlementProblem[];
  readonly declared: Money | null;
  readonly counted: Money | null;
}

export type SettlementReading = AcceptedSettlement | RejectedSettlement;
