import { providerAgent, RecordedCall } from '../calls/provider-http.client.js';
import type { Connector, Issued, IssueRequest, ProviderReply, RawCallback } from '../connector.js';
import { CallbackListener } from './callback-listener.js';
import { paymentOf } from './contract-payment.js';
import { driveSandbox, type JournalLine } from './drive-sandbox.js';
import { rewritten, type RouteUnderContract } from './route-under-contract.js';
import type {
  CallbackManner,
  ContractFault,
  ContractOperation,
  ContractWorld,
  PayersMay,
  ReceivedText,
  Spelling,
  ProviderDriver,
  SettlementDefect,
} from './contract-world.js';

/** The sandbox's own modes. */
const MODES: Readonly<Record<CallbackManner, object>> = {
  twice: { mode: 'duplicate', copies: 2, parallel: 1 },
  before_reply: { mode: 'before_reply', pay: true },
};

const BOGOTA_BEHIND_MS = 5 * 3_600_000;
const ISSUE_WITHIN_MS = 5_000;

/** One route against a running sandbox, which is driven over HTTP as a person would. */
export class SandboxContractWorld implements ContractWorld, ProviderDriver {
  readonly driver = this;
  readonly connector: Connector;
  readonly secrets: readonly string[];
  readonly hasLogIn: boolean;
  readonly hasSearch: boolean;
  readonly namesReference: boolean;
  readonly findsLost: boolean;
  readonly issuesAgain: boolean;
  readonly payers: PayersMay;
  readonly charsets: NonNullable<ContractWorld['charsets']>;
  readonly today = new Date(Date.now() - BOGOTA_BEHIND_MS).toISOString().slice(0, 10);
  readonly spellings: readonly Spelling[];
  private readonly agent = providerAgent();
  private serial = 0;

  private constructor(
    private readonly sandboxUrl: string,
    private readonly route: RouteUnderContract,
    private readonly listener: CallbackListener,
  ) {
    this.connector = route.connect(false);
    this.secrets = route.secrets;
    this.hasLogIn = route.hasLogIn;
    this.hasSearch = route.hasSearch ?? true;
    this.namesReference = route.namesReference ?? true;
    this.findsLost = route.findsLost ?? true;
    this.issuesAgain = route.issuesAgain ?? true;
    this.charsets = route.charsets ?? {};
    this.spellings = route.spellings ?? [];
    this.payers = { payOtherAmounts: true, payTwice: true, takeBack: true, ...route.payers };
  }

  /** @param sandboxUrl - of a sandbox that runs, without a slash at its end */
  static async open(sandboxUrl: string, route: RouteUnderContract): Promise<SandboxContractWorld> {
    const listener = new CallbackListener(route.connect(false).callbackHeaders ?? []);
    await listener.open();
    return this.openWith(listener, sandboxUrl, route);
  }

  /** With a listener that is open: for a provider that has its address before a request names it. */
  static openWith(
    listener: CallbackListener,
    sandboxUrl: string,
    route: RouteUnderContract,
  ): SandboxContractWorld {
    return new SandboxContractWorld(sandboxUrl, route, listener);
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.agent.destroy();
  }

  freshConnector(): Connector {
    return this.route.connect(false);
  }

  withWrongKeys(): Connector {
    return this.route.connect(true);
  }

  call(timeoutMs = ISSUE_WITHIN_MS): RecordedCall {
    const { privateFields } = this.connector;
    return new RecordedCall({ agent: this.agent, now: () => new Date(), timeoutMs, privateFields });
  }

  request(change: Partial<IssueRequest> = {}): IssueRequest {
    this.serial += 1;
    const callbackUrl = this.listener.urlOf(this.connector.route);
    return { ...paymentOf(this.serial, callbackUrl), ...this.route.requests, ...change };
  }

  codeOf({ instruction }: Issued): string {
    if (instruction.kind === 'voucher') return instruction.code;
    return new URL(instruction.url).pathname.split('/').at(-1) ?? '';
  }

  // The contract hands these two on as functions.
  readonly toUnknownState = (reply: ProviderReply): ProviderReply =>
    this.route.toUnknownState(reply);
  readonly toAnotherReference = (reply: ProviderReply): ProviderReply =>
    this.route.toAnotherReference(reply);

  opened(text: string): string {
    return this.route.opened?.(text) ?? text;
  }

  respelt(reply: ProviderReply, reference: string, spelling: string): ProviderReply {
    const rewrite = this.route.rewrite ?? rewritten;
    return rewrite(reply, new RegExp(`\\b${reference}\\b`, 'g'), spelling);
  }

  tamper(callback: RawCallback): RawCallback {
    return this.route.tamper(callback);
  }

  async fault(operation: ContractOperation, kind: ContractFault): Promise<void> {
    const { protocol } = this.route;
    await this.drive('POST', '/faults', { protocol, operation, kind, count: 1 });
  }

  async clearFaults(): Promise<void> {
    await this.drive('DELETE', '/faults');
    await this.drive('POST', '/callbacks', { protocol: this.route.protocol, mode: 'normal' });
  }

  async pay(code: string, amountMinor?: bigint): Promise<void> {
    const amount = amountMinor === undefined ? {} : { amount: Number(amountMinor) };
    await this.drive('POST', '/till/pay', { code, ...amount });
  }

  async reverse(code: string): Promise<void> {
    await this.drive('POST', '/till/reverse', { code });
  }

  async expire(code: string): Promise<void> {
    await this.drive('POST', '/till/expire', { code });
  }

  async issuedFor(reference: string): Promise<number> {
    return (await this.issuedLines(reference)).length;
  }

  async receivedFor(reference: string): Promise<ReceivedText> {
    const [line] = await this.issuedLines(reference);
    if (line === undefined) throw new Error(`nothing was issued for ${reference}`);
    return this.route.received(line.details);
  }

  callbackAbout(reference: string): Promise<RawCallback> {
    return this.listener.next((one) => this.route.referenceOf(one) === reference);
  }

  callbacksAbout(reference: string, count: number): Promise<readonly RawCallback[]> {
    return this.listener.first(count, (one) => this.route.referenceOf(one) === reference);
  }

  async tell(manner: CallbackManner): Promise<void> {
    const { protocol } = this.route;
    await this.drive('POST', '/callbacks', { protocol, ...MODES[manner] });
  }

  async settle(day: string, defect: SettlementDefect | null): Promise<void> {
    const { rail: network, protocol } = this.connector;
    await this.drive('POST', `/settlements/${protocol}`, { day, network, defect });
  }

  /** A payment and the callback about it. */
  async paidCallback(): Promise<{ reference: string; callback: RawCallback }> {
    const request = this.request();
    await this.pay(this.codeOf(await this.connector.issue(request, this.call())));
    return { reference: request.reference, callback: await this.callbackAbout(request.reference) };
  }

  /** A callback that says that a voucher is paid, signed with no key of the provider's. */
  async forgedCallback(code: string): Promise<RawCallback> {
    const before = this.listener.received.length;
    await this.drive('POST', '/callbacks/forge', { code, signature: 'wrong' });
    return this.listener.next(() => true, before);
  }

  private async issuedLines(reference: string): Promise<readonly JournalLine[]> {
    const asked = { protocol: this.route.protocol, kind: 'voucher_issued', reference };
    const path = `/journal?${new URLSearchParams(asked)}`;
    return (await this.drive<{ data: JournalLine[] }>('GET', path)).data;
  }

  private drive<T>(method: string, path: string, body?: unknown): Promise<T> {
    return driveSandbox<T>(this.sandboxUrl, method, path, body);
  }
}
