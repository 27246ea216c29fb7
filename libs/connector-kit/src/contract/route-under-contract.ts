import type { Connector, IssueRequest, ProviderReply, RawCallback } from '../connector.js';
import type { ContractWorld, PayersMay, ReceivedText, Spelling } from './contract-world.js';

/** What the contract must know of one route: how to connect it to a sandbox, and how to break its wire. */
export interface RouteUnderContract {
  readonly protocol: string;
  /** Whether the protocol logs in before it issues. */
  readonly hasLogIn: boolean;
  /** Whether finding by our reference is a request of its own; it is, unless it says otherwise. */
  readonly hasSearch?: boolean;
  /** Whether what is under our reference can be found by it; it can, unless it says otherwise. */
  readonly findsLost?: boolean;
  /** Whether what was issued can be handed out a second time; it can, unless it says otherwise. */
  readonly issuesAgain?: boolean;
  /** A body as it was before it was sealed for its way; as it is, unless it says otherwise. */
  opened?(text: string): string;
  /** Whether the answer to a create says whose it is; it does, unless it says otherwise. */
  readonly namesReference?: boolean;
  /** Everything, unless it says otherwise, as at a counter. */
  readonly payers?: Partial<PayersMay>;
  /** Everything (UTF-8), unless it says otherwise. */
  readonly charsets?: NonNullable<ContractWorld['charsets']>;
  /** What the sandbox wrote down of the texts of a request. @param details of its journal's line */
  received(details: Readonly<Record<string, unknown>>): ReceivedText;
  /** As we did and no other way, unless it says otherwise. */
  readonly spellings?: readonly Spelling[];
  /** Changes the text of an answer that is sealed on its way; `rewritten`, unless it says otherwise. */
  rewrite?(reply: ProviderReply, pattern: RegExp, replacement: string): ProviderReply;
  /** What requests have besides, such as a bank. */
  readonly requests?: Partial<IssueRequest>;
  /** Credentials and keys of the account: none of them may be recorded. */
  readonly secrets: readonly string[];
  /** A new connector, which remembers nothing. @param hasWrongKeys - keys that the provider does not know */
  connect(hasWrongKeys: boolean): Connector;
  /** Which reference a callback is about, as the provider wrote it. */
  referenceOf(callback: RawCallback): string;
  toUnknownState(reply: ProviderReply): ProviderReply;
  toAnotherReference(reply: ProviderReply): ProviderReply;
  tamper(callback: RawCallback): RawCallback;
}

/** Texts of a journal's line as one, for what a protocol sends in parts; null for what it did not send. */
export function textIn(
  details: Readonly<Record<string, unknown>>,
  ...fields: readonly string[]
): string | null {
  const texts = fields.map((field) => details[field]).filter((one) => typeof one === 'string');
  return texts.length === 0 ? null : texts.join(' ');
}

/** An answer with its text changed. */
export function rewritten(
  reply: ProviderReply,
  pattern: RegExp,
  replacement: string,
): ProviderReply {
  const text = Buffer.from(reply.body).toString('utf8');
  return { ...reply, body: Buffer.from(text.replace(pattern, replacement)) };
}
