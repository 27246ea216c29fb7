import type { Instruction, Payer, ProviderStatus } from '@cauce/contracts';
import type { Money } from '@cauce/money';

/**
 * The plugin interface: read this first.
 *
 * A connector is an object that satisfies {@link Connector} for one route (a rail over a provider's
 * protocol). The kit does everything around it: commands, deadlines, storing and translating callbacks,
 * polling, settlement files, facts. A connector maps, calls and reads; it keeps no state but credentials, and
 * it throws only `ConnectorError`. An optional member is a capability: absent means not offered.
 */
export interface Connector {
  /** Rail and protocol: `efecty.epayco`. */
  readonly route: string;
  readonly rail: string;
  readonly protocol: string;
  /** What the route collects. `step` is the smallest unit: whole pesos on cash rails. */
  readonly limits: { readonly minimum: Money; readonly maximum: Money; readonly step: Money };
  /** Life of a voucher. What the provider answers wins over what was asked for. */
  readonly expiry: {
    readonly minimumMs: number;
    readonly maximumMs: number;
    readonly defaultMs: number;
  };
  /** How long after a call the provider may still not show what it executed. */
  readonly visibilityHorizonMs: number;
  /** Budget of one issue call, log-in included. */
  readonly issueTimeoutMs: number;

  /**
   * Issues the payment at the provider under our reference. Called again with the same reference it must
   * yield the same voucher: the kit does so to get the instruction of one that it found.
   */
  issue(request: IssueRequest, call: ProviderCall): Promise<Issued>;

  /** Everything that the provider knows under our reference, or about the transactions named. */
  readStatus(query: StatusQuery, call: ProviderCall): Promise<StatusAnswer>;

  /** Voids what was issued, where the provider can. */
  cancel?(query: StatusQuery, call: ProviderCall): Promise<void>;

  /**
   * Reads a callback: checks its signature and says what it is about. It never says what happened to
   * money: the kit asks the provider.
   *
   * @throws ConnectorError forged_callback
   */
  readCallback?(callback: RawCallback): CallbackHint;

  /** Settlement files of the route, where the provider or network gives them. */
  readonly settlements?: SettlementSource;
}

/** What is to be issued. */
export interface IssueRequest {
  readonly attemptId: string;
  /** Digits only, at most 48; the provider's name for this attempt. */
  readonly reference: string;
  readonly amount: Money;
  readonly description: string;
  readonly payer: Payer;
  readonly expiresAt: Date;
  readonly returnUrl: string | null;
  readonly bank: string | null;
  /** Where the provider reports to. */
  readonly callbackUrl: string;
}

/** What the provider issued. */
export interface Issued {
  readonly providerTransactionId: string;
  readonly instruction: Instruction;
}

/** What to ask for. Ids are those that we have heard of, from answers and callbacks. */
export interface StatusQuery {
  readonly reference: string;
  readonly providerTransactionIds: readonly string[];
}

/** One transaction as the provider shows it now. */
export interface ProviderTransaction {
  readonly providerTransactionId: string;
  /** Our reference as the provider repeats it, canonical. */
  readonly reference: string;
  readonly status: Exclude<ProviderStatus, 'absent'>;
  /** What was paid, or what is due while nothing was. */
  readonly amount: Money;
  readonly occurredAt: Date;
}

/** `absent` is no proof that nothing was executed: it may become visible later. */
export type StatusAnswer =
  | { readonly kind: 'absent' }
  | { readonly kind: 'found'; readonly transactions: readonly ProviderTransaction[] };

/** A callback as it came, byte for byte. */
export interface RawCallback {
  readonly method: string;
  readonly query: string;
  readonly contentType: string | null;
  readonly body: Uint8Array;
}

/** What a callback is about. */
export interface CallbackHint {
  readonly reference: string;
  readonly providerTransactionId: string;
}

/** Where settlement files come from, and how they are read. */
export interface SettlementSource {
  readonly format: string;
  /** Files of one collection day. */
  list(day: string, call: ProviderCall): Promise<readonly SettlementFileName[]>;
  fetch(day: string, name: string, call: ProviderCall): Promise<Uint8Array>;
  /** Reads a file strictly: control totals must hold, or it is rejected whole. */
  read(bytes: Uint8Array, day: string): Promise<SettlementReading>;
}

export interface SettlementFileName {
  readonly name: string;
  /** Hex, when the source says it: a file that was taken already need not be fetched. */
  readonly sha256: string | null;
}

export interface SettlementLine {
  readonly number: number;
  readonly reference: string;
  readonly rawReference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly operation: string | null;
}

export interface SettlementProblem {
  readonly code: string;
  readonly line: number | null;
  readonly detail: string;
}

export type SettlementReading =
  | {
      readonly kind: 'accepted';
      /** What names the file for its sender, besides its bytes. */
      readonly identity: string;
      readonly collectedOn: string;
      readonly total: Money;
      readonly lines: readonly SettlementLine[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'rejected';
      readonly collectedOn: string;
      readonly problems: readonly SettlementProblem[];
      readonly declared: Money | null;
      readonly counted: Money | null;
    };

/** What a connector calls out with: bounded in time, and recorded. */
export interface ProviderCall {
  /** Aborts when the deadline of the whole call has passed. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  send(request: ProviderRequest): Promise<ProviderReply>;
}

/** One HTTP request to a provider. */
export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Fields and values that must not be kept, even sealed. */
  readonly secrets?: readonly string[];
}

/** A whole answer, of any status. */
export interface ProviderReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
