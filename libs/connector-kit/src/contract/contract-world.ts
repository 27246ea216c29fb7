import type { ProviderStatus } from '@cauce/contracts';
import type { RecordedCall } from '../calls/provider-http.client.js';
import type {
  Connector,
  Issued,
  IssueRequest,
  ProviderCall,
  ProviderReply,
  RawCallback,
} from '../connector.js';
import type { TillDriver } from './till-driver.js';

/** What goes wrong between a connector and its provider, and what is true of the provider afterwards. */
export const CONTRACT_FAULTS = {
  /** The request never arrives. */
  drop_request: { isExecuted: false },
  /** It is executed and the answer is lost. */
  drop_reply: { isExecuted: true },
  /** It is executed and the connection is reset instead of an answer. */
  reset: { isExecuted: true },
  /** It is not executed; HTTP 500. */
  http_500: { isExecuted: false },
  /** It is executed; HTTP 500 all the same. */
  http_500_after: { isExecuted: true },
  /** It is executed and the answer cannot be read. */
  malformed: { isExecuted: true },
  /** It is not executed; a page for people instead of an answer. */
  maintenance: { isExecuted: false },
} as const satisfies Record<string, { isExecuted: boolean }>;

/** Faults that leave the outcome unknown, and a well-formed refusal. */
export type ContractFault = keyof typeof CONTRACT_FAULTS | 'reject';

/** How a provider tells what happened, other than once and in its time. */
export const CALLBACK_MANNERS = {
  twice: 'each callback is sent two times',
  before_reply: 'what is issued is paid, and that is told, before the issue is answered',
} as const satisfies Record<string, string>;

export type CallbackManner = keyof typeof CALLBACK_MANNERS;

/** `search` finds transactions by our reference, `status` reads one; a provider may have one request for both. */
export type ContractOperation = 'login' | 'issue' | 'search' | 'status';

/** The pretend provider's other side: what a cashier, an attacker and an auditor would do. */
export interface ProviderDriver {
  /** Makes the next request of an operation fail. */
  fault(operation: ContractOperation, kind: ContractFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Somebody pays a voucher. @param amountMinor what is due when left out */
  pay(code: string, amountMinor?: bigint): Promise<void>;
  /** The counter takes the last payment of a voucher back. */
  reverse(code: string): Promise<void>;
  /** The time of a voucher or session that nobody has paid ends now, at the provider. */
  expire(code: string): Promise<void>;
  /** How many vouchers the provider itself has for a reference. */
  issuedFor(reference: string): Promise<number>;
  /** The texts that came with what was issued for a reference. */
  receivedFor(reference: string): Promise<ReceivedText>;
  /** The first callback that the provider sends about a reference, as it came over the wire. */
  callbackAbout(reference: string): Promise<RawCallback>;
  /** The first ones, in the order in which they came. */
  callbacksAbout(reference: string, count: number): Promise<readonly RawCallback[]>;
  /** How the provider tells, until the faults are cleared. */
  tell(manner: CallbackManner): Promise<void>;
  /** Writes the settlement file of a day of what was paid, right or with a defect. */
  settle(day: string, defect: SettlementDefect | null): Promise<void>;
}

/** What a provider has of the texts of a payment, read as its fields are; null where it has no such field. */
export interface ReceivedText {
  readonly name: string | null;
  readonly description: string | null;
}

/** How a channel may write a reference that it was given, for people or out of a file. */
export const SPELLINGS = {
  zeros: 'zeros before it',
  blanks: 'blanks around and inside',
  dashes: 'dashes inside',
} as const satisfies Record<string, string>;

export type Spelling = keyof typeof SPELLINGS;

/** Which letters a field of a provider can hold. */
export type FieldCharset = 'utf8' | 'latin1' | 'ascii';

export const SETTLEMENT_DEFECTS = ['wrong_total', 'wrong_count', 'truncated'] as const;

/** What is wrong with a settlement file as a whole. */
export type SettlementDefect = (typeof SETTLEMENT_DEFECTS)[number];

/** What payers can do on a rail over a protocol, so that its connector has to show it. */
export interface PayersMay {
  /** Pay less or more than what is due, as at a counter. */
  readonly payOtherAmounts: boolean;
  /** Pay the same code again. */
  readonly payTwice: boolean;
  /** Get the money back where they paid it. */
  readonly takeBack: boolean;
  /** Pay what is over; they can, unless it says otherwise. */
  readonly payLate?: boolean;
}

/** How a provider may show what nobody has paid in time: anything but money. */
export const END_STATES = [
  'expired',
  'cancelled',
  'rejected',
  'absent',
  'pending',
] as const satisfies readonly ProviderStatus[];

export type EndState = (typeof END_STATES)[number];

/** Everything that the contract needs; written once for each connector, in its `.contract.ts`. */
export interface ContractWorld {
  readonly connector: Connector;
  readonly driver: ProviderDriver;
  /** Whether the protocol logs in before it issues; one whose keys go with each request does not. */
  readonly hasLogIn: boolean;
  /** Whether finding by our reference and reading one transaction are requests of two kinds. */
  readonly hasSearch: boolean;
  /** Whether a create whose answer was lost is found by our reference. */
  readonly findsLost: boolean;
  /** Whether what was issued can be handed out a second time; a page may stand in the first answer alone. */
  readonly issuesAgain?: boolean;
  /** What stood in a record before it was sealed for its way. */
  opened(text: string): string;
  /** Whether the answer to a create says whose it is. */
  readonly namesReference: boolean;
  /** What may happen to money there; a case about what cannot is not offered. */
  readonly payers: PayersMay;
  /** Whether the provider tells that the time of what nobody has paid is over; it does, unless it says otherwise. */
  readonly tellsEnds?: boolean;
  /** Whether it may tell of a payment before it answers the issue; it may, unless it says otherwise. */
  readonly tellsBeforeReply?: boolean;
  /** Whether a payment has the id that was issued; it has, unless it says otherwise. */
  readonly keepsId?: boolean;
  /** What the provider shows once the time of what nobody has paid is over; `expired`, unless it says otherwise. */
  readonly endsAs?: EndState;
  /** What the provider's fields can hold; everything (UTF-8), unless it says otherwise. */
  readonly charsets?: Partial<Record<keyof ReceivedText, FieldCharset>>;
  /** How the provider may write our reference; as we did and no other way, unless it says otherwise. */
  readonly spellings?: readonly Spelling[];
  /** The tills that ask, where the connector has `tills`. */
  readonly till?: TillDriver;
  /** What the driver pays an instruction by: the code of a voucher, the session at the bank. */
  codeOf(issued: Issued): string;
  /** Credentials and keys of the account: none of them may be recorded. */
  readonly secrets: readonly string[];
  /** The present day in Bogota, by the provider's clock. */
  readonly today: string;
  /** A call as the kit makes it. @param timeoutMs 5 seconds when left out */
  call(timeoutMs?: number): RecordedCall;
  /** A payment that the provider takes, with a reference of its own. */
  request(change?: Partial<IssueRequest>): IssueRequest;
  /** The same connector without anything that it remembers, such as a token. */
  freshConnector(): Connector;
  /** The same connector with keys that the provider does not know. */
  withWrongKeys(): Connector;
  /** Changes the state in a status answer to one that the provider's documents do not have. */
  toUnknownState(reply: ProviderReply): ProviderReply;
  /** Changes the reference in an answer to a create. */
  toAnotherReference(reply: ProviderReply): ProviderReply;
  /** Writes our reference otherwise, wherever it stands in an answer. */
  respelt(reply: ProviderReply, reference: string, spelling: string): ProviderReply;
  /** Changes what a callback says about money without its key. */
  tamper(callback: RawCallback): RawCallback;
}

/** What of it is enough to issue, and to look at no more than the answer. */
export type IssuingWorld = Pick<ContractWorld, 'connector' | 'call' | 'request'>;

/** A call whose answers are changed on their way, as a broken or hostile network could. */
export function changed(
  call: ProviderCall,
  change: (reply: ProviderReply) => ProviderReply,
): ProviderCall {
  return {
    signal: call.signal,
    now: call.now,
    send: async (request) => change(await call.send(request)),
  };
}
