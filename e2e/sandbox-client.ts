/** One line of what the provider itself executed. */
export interface JournalLine {
  readonly kind:
    'voucher_issued' | 'changed' | 'paid' | 'reversed' | 'expired' | 'cancelled' | 'rejected';
  readonly at: string;
  readonly protocol: string;
  readonly reference: string;
  readonly transaction: number;
  readonly code: string;
  readonly amountMinor: number;
  /** Of an issued voucher: what its protocol keeps of the request. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Calls of one operation that reached a provider since counting began. */
export interface CallCount {
  readonly received: number;
  readonly inFlight: number;
  readonly mostInFlight: number;
}

/** The sandbox as its driver: the cashier, the fault board and the journal. */
export class SandboxClient {
  constructor(readonly url: string) {}

  async pay(code: string, amount?: number, more: Record<string, unknown> = {}): Promise<void> {
    await this.post('/sandbox/till/pay', {
      code,
      ...(amount === undefined ? {} : { amount }),
      ...more,
    });
  }

  async reverse(code: string): Promise<void> {
    await this.post('/sandbox/till/reverse', { code });
  }

  async fault(operation: string, kind: string, more: Record<string, unknown> = {}): Promise<void> {
    await this.post('/sandbox/faults', { protocol: 'epayco', operation, kind, count: 1, ...more });
  }

  async clearFaults(): Promise<void> {
    await this.send('DELETE', '/sandbox/faults');
  }

  async callbacks(mode: string, more: Record<string, unknown> = {}): Promise<void> {
    await this.post('/sandbox/callbacks', { protocol: 'epayco', mode, ...more });
  }

  /** Calls to issue that reached a provider; begins to count anew where asked to. */
  async issueCalls(protocol: string, { isReset = false } = {}): Promise<CallCount> {
    return this.calls(protocol, 'issue', { isReset });
  }

  /** Calls of one operation that reached a provider; begins to count anew where asked to. */
  async calls(protocol: string, operation: string, { isReset = false } = {}): Promise<CallCount> {
    const answer = await this.send(isReset ? 'DELETE' : 'GET', '/sandbox/calls');
    const { data } = answer as { data: (CallCount & { protocol: string; operation: string })[] };
    const found = data.find((one) => one.protocol === protocol && one.operation === operation);
    return found ?? { received: 0, inFlight: 0, mostInFlight: 0 };
  }

  /** What every provider executed, one provider after the other. */
  async journal(): Promise<JournalLine[]> {
    const answer = (await this.send('GET', '/sandbox/journal')) as
      JournalLine[] | { data: JournalLine[] };
    return Array.isArray(answer) ? answer : answer.data;
  }

  async settle(
    day: string,
    defect: string | null = null,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    await this.post('/sandbox/settlements/epayco', { day, defect, ...more });
  }

  async post(path: string, body: unknown): Promise<unknown> {
    return this.send('POST', path, body);
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox ${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}
