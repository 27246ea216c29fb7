import { randomInt } from 'node:crypto';
import { providerAgent, RecordedCall } from '../calls/provider-http.client.js';
import type { Connector, Issued, IssueRequest, ProviderReply, RawCallback } from '../connector.js';
import { CallbackListener } from './callback-listener.js';
import type { RouteUnderContract } from './route-under-contract.js';
import type {
  ContractFault,
  ContractOperation,
  ContractWorld,
  PayersMay,
  ProviderDriver,
  SettlementDefect,
} from './contract-world.js';

interface JournalLine {
  readonly kind: string;
  readonly reference: string;
}

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
  readonly today = new Date(Date.now() - BOGOTA_BEHIND_MS).toISOString().slice(0, 10);
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
    return {
      attemptId: `att_${this.serial}`,
      reference: `${randomInt(10 ** 9, 10 ** 10)}${String(this.serial).padStart(6, '0')}`,
      amount: { minor: 8_500_000n, currency: 'COP' },
      description: 'Zapatos de niño',
      payer: {
        kind: 'person',
        name: 'Ana Muñoz Peña',
        email: 'ana.munoz@example.com',
        phone: '+573001112233',
        document: { type: 'CC', number: '1020304051' },
      },
      expiresAt: new Date(Date.now() + 2 * 86_400_000),
      returnUrl: null,
      bank: null,
      callbackUrl: this.listener.urlOf(this.connector.route),
      ...this.route.requests,
      ...change,
    };
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

  tamper(callback: RawCallback): RawCallback {
    return this.route.tamper(callback);
  }

  async fault(operation: ContractOperation, kind: ContractFault): Promise<void> {
    const { protocol } = this.route;
    await this.drive('POST', '/faults', { protocol, operation, kind, count: 1 });
  }

  async clearFaults(): Promise<void> {
    await this.drive('DELETE', '/faults');
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
    const path = `/journal?protocol=${this.route.protocol}&kind=voucher_issued`;
    const { data } = await this.drive<{ data: JournalLine[] }>('GET', path);
    return data.filter((line) => line.reference === reference).length;
  }

  callbackAbout(reference: string): Promise<RawCallback> {
    return this.listener.next((one) => this.route.referenceOf(one) === reference);
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

  private async drive<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.sandboxUrl}/sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }
}
