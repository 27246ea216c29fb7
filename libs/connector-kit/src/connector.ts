import type { Instruction, Payer, ProviderStatus } from '@cauce/contracts';
import type { Money } from '@cauce/money';
import type { ProviderCall } from './provider-call.js';
import type { SettlementSource } from './settlement-source.js';
import type { TillProtocol } from './tills/till-protocol.js';

export type { ProviderCall, ProviderReply, ProviderRequest } from './provider-call.js';

/**
 * The plugin interface: read this first.
 *
 * A connector is an object that satisfies {@link Connector} for one route (a rail over a provider's
 * protocol). The kit does everything around it: commands, deadlines, storing and translating callbacks,
 * polling, settlement files, facts. A connector maps, calls and reads, and it throws only `ConnectorError`.
 * What it remembers may be lost with its process at any time and is bounded: tokens, a list of banks, what it
 * has lately begun or ended at the provider. An optional member is a capability: absent means not offered.
 */
export interface Connector {
  /** Rail and protocol: `efecty.epayco`. */
  readonly route: string;
  readonly rail: string;
  readonly protocol: string;
  /** What the route collects. `step` is the smallest unit: whole pesos on cash rails. */
  readonly limits: { readonly minimum: Money; readonly maximum: Money; readonly step: Money };
  /** Life of a voucher; `clipExpiry` brings a wish into it. What the provider answers wins over both. */
  readonly expiry: ExpiryRule;
  /** How long after a call has ended the provider may still not show what it executed. */
  readonly visibilityHorizonMs: number;
  /** Budget of one issue call, log-in included. */
  readonly issueTimeoutMs: number;
  /**
   * What a callback with a right signature proves: `signed` its whole content, state and amount included;
   * `requery` at most that the provider sent it, so that the provider is asked before anything is believed.
   */
  readonly trust: 'signed' | 'requery';
  /**
   * Names of the provider's fields (JSON, form or query; any case) whose values are taken out of recorded
   * exchanges: credentials and payer data. Usual English names are taken out anyhow.
   */
  readonly privateFields: readonly string[];

  /**
   * Issues the payment at the provider under our reference. Called again with the same reference it must
   * yield the same voucher, or one that `readStatus` finds beside the first, or fail as `duplicate_reference`
   * where the provider shows only once what the payer needs: the kit does so only for a reference that the
   * provider shows as pending and whose voucher nobody was ever handed.
   */
  issue(request: IssueRequest, call: ProviderCall): Promise<Issued>;

  /**
   * What the provider knows about the references or transactions asked for. While nobody has paid it changes
   * nothing there; where a protocol wants to hear that its payment was heard of, it may end what the payer has
   * already done, and whatever becomes of that the answer says paid.
   */
  readStatus(query: StatusQuery, call: ProviderCall): Promise<StatusAnswer>;

  /** Voids what was issued, where the provider can; done again it must succeed again. */
  cancel?(query: StatusQuery, call: ProviderCall): Promise<void>;

  /** Reads a callback and judges its signature. Pure: it asks nobody. */
  readCallback?(callback: RawCallback): CallbackReading;

  /** Names of headers, in lower case, that `readCallback` needs, such as `x-signature`. */
  readonly callbackHeaders?: readonly string[];

  /** The banks that a payer may choose from, as the provider lists them now; on redirect rails. */
  listBanks?(call: ProviderCall): Promise<readonly Bank[]>;

  /** Least time between two questions for banks that reach the provider, where it says so. */
  readonly banksPauseMs?: number;

  /**
   * Pauses between questions about one payment, in milliseconds from its issue; the last one repeats. For a
   * protocol whose provider says when to ask; left out, the schedule that suits the rail applies.
   */
  readonly pollScheduleMs?: readonly number[];

  /** Settlement files of the route, where the provider or network gives them. */
  readonly settlements?: SettlementSource;

  /**
   * Answers tills that ask us. Whatever such a route issues is ours to answer for: `issue` calls nobody, the
   * code that it hands out is what a till names, and of these vouchers `readStatus` and `cancel` are not asked.
   * They are asked about those that the route issued before it had tills.
   */
  readonly tills?: TillProtocol;
}

/** How long a voucher may live, in milliseconds from its issue. */
export interface ExpiryRule {
  readonly minimumMs: number;
  readonly maximumMs: number;
  /** When the merchant names no end. */
  readonly defaultMs: number;
}

/** A bank as a provider of transfers lists it; placeholders such as "choose a bank" are left out. */
export interface Bank {
  /** What `IssueRequest.bank` names it by. */
  readonly code: string;
  readonly name: string;
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
  /** Code of the payer's bank as `listBanks` gave it, on rails that need one. */
  readonly bank: string | null;
  /** Where the provider reports to. */
  readonly callbackUrl: string;
}

/** What the provider issued. */
export interface Issued {
  readonly providerTransactionId: string;
  readonly instruction: Instruction;
}

/** What to ask for. */
export interface StatusQuery {
  /** Our reference; or, for a callback's transaction that is still to be matched, whatever it claims. */
  readonly reference: string;
  /** The provider's ids that we have heard of, from answers and callbacks. */
  readonly providerTransactionIds: readonly string[];
  /**
   * `reference`: everything under our reference, also what we have not heard of (a create whose reply was
   * lost, a second payment). `transactions`: the named transactions alone, whatever their reference.
   */
  readonly scope: 'reference' | 'transactions';
}

/** One transaction as the provider shows it now. */
export interface ProviderTransaction {
  readonly providerTransactionId: string;
  /** Our reference as the provider repeats it, canonical; of money that nobody asked for, whatever it sent. */
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
  /** What stood in the path behind the route, without slashes; usually nothing. */
  readonly suffix: string;
  readonly query: string;
  readonly contentType: string | null;
  /** Those that the connector asked for in `callbackHeaders` and that came, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a callback says it is about. */
export interface CallbackHint {
  readonly reference: string;
  readonly providerTransactionId: string;
  /** The state that it claims, where it has one that we know. */
  readonly claims: ProviderTransaction['status'] | null;
}

/** A callback whose signature is right. */
interface Signed {
  /**
   * The signature as it was computed. Payers may have seen it, and anybody may send a copy that differs in what it
   * does not cover: of those with one signature, a few a minute are taken. Left out, they are not bounded.
   */
  readonly signature?: string;
}

/** What a callback is worth. */
export type CallbackReading =
  /** Its signature is right and covers everything: only from connectors with trust `signed`. */
  | ({ readonly kind: 'statement'; readonly transaction: ProviderTransaction } & Signed)
  /** Its signature is right, and the provider is asked before anything is believed. */
  | ({ readonly kind: 'hint'; readonly hint: CallbackHint } & Signed)
  /** Its signature is wrong or missing; it may name a reference all the same. */
  | { readonly kind: 'forged'; readonly reference: string | null };
