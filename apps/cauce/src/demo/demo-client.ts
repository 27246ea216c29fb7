import { randomUUID } from 'node:crypto';
import type { DemoWorld } from './demo-world.js';

/** A payment as far as the story looks at it. */
export interface DemoPayment {
  readonly id: string;
  readonly status: string;
  readonly amountPaid: { value: number };
  readonly route: string | null;
  readonly attempts: readonly { route: string; outcome: string | null }[];
  readonly instruction: { code?: string; url?: string } | null;
  readonly expiry: { effective: string | null };
  readonly late: boolean;
}

interface DayAnswer {
  readonly status: string;
  readonly matched: { count: number; total: { value: number } };
  readonly breaks: { count: number };
}

/** How long one step of the story may take. */
const STEP_MS = 60_000;
const LOOK_EVERY_MS = 50;

const ORDER = {
  amount: { value: 8_500_000, currency: 'COP' },
  description: 'Zapatos',
  methods: ['efecty'],
  payer: {
    name: 'Ana Muñoz',
    email: 'ana@example.com',
    phone: '+573001112233',
    document: { type: 'CC', number: '1020304051' },
  },
};

/** The public API and the sandbox, as the people of the story use them. */
export class DemoClient {
  constructor(private readonly world: DemoWorld) {}

  async create(
    headers: Record<string, string> = {},
    order: Record<string, unknown> = {},
  ): Promise<DemoPayment> {
    return this.api('POST', '/v1/payments', {
      body: { ...ORDER, ...order, reference: `DEMO-${randomUUID()}` },
      headers: { 'idempotency-key': randomUUID(), ...headers },
    });
  }

  async createWithVoucher(order: Record<string, unknown> = {}): Promise<DemoPayment> {
    const payment = await this.create({ prefer: 'wait=20' }, order);
    return this.paymentThat(payment.id, (one) => one.instruction !== null);
  }

  async cancel(payment: DemoPayment): Promise<void> {
    await this.api('POST', `/v1/payments/${payment.id}/cancel`, {
      body: {},
      headers: { 'idempotency-key': randomUUID() },
    });
  }

  async pay(payment: DemoPayment, amount?: number): Promise<void> {
    await this.sandbox('POST', '/sandbox/till/pay', { code: payment.instruction?.code, amount });
  }

  async paymentThat(id: string, isWanted: (one: DemoPayment) => boolean): Promise<DemoPayment> {
    return this.until(() => this.api<DemoPayment>('GET', `/v1/payments/${id}`), isWanted);
  }

  async paymentWithStatus(id: string, status: string): Promise<DemoPayment> {
    return this.paymentThat(id, (one) => one.status === status);
  }

  /** Whether it is known yet which banks there are. */
  async hasBanks(): Promise<boolean> {
    const banks = this.api('GET', '/v1/methods/pse/banks');
    return banks.then(
      () => true,
      () => false,
    );
  }

  /** How many vouchers the provider itself issued for the payment's code. */
  async vouchersOf(payment: DemoPayment): Promise<number> {
    const journal = await this.sandbox<
      | { kind: string; code: string; reference: string }[]
      | { data: { kind: string; code: string; reference: string }[] }
    >('GET', '/sandbox/journal?protocol=epayco');
    const lines = Array.isArray(journal) ? journal : journal.data;
    const own = lines.find((line) => line.code === payment.instruction?.code);
    return lines.filter(
      (line) => line.kind === 'voucher_issued' && line.reference === own?.reference,
    ).length;
  }

  async trialBalance(): Promise<Map<string, number>> {
    const { accounts } = await this.operator<{
      accounts: { code: string; balance: { value: number } }[];
    }>('GET', '/v1/ledger/trial-balance');
    return new Map(accounts.map((account) => [account.code, account.balance.value]));
  }

  async owedToPayers(): Promise<number> {
    return -((await this.trialBalance()).get('suspense.overpayment_to_payer') ?? 0);
  }

  async ledgerVerifies(): Promise<boolean> {
    const report = await this.operator<{ ok: boolean }>('POST', '/v1/ledger/verify');
    return report.ok;
  }

  /** Has the day's file written; when the day has files already, one more with what they do not have yet. @returns its lines */
  async writeSettlement(day: string): Promise<number> {
    const path = '/sandbox/settlements/epayco';
    const { data } = await this.sandbox<{ data: { day: string }[] }>('GET', path);
    const earlier = data.filter((file) => file.day === day).length;
    const modifier = String.fromCharCode('A'.charCodeAt(0) + Math.min(earlier, 25));
    const lines = earlier === 0 ? 'all' : 'new';
    const file = await this.sandbox<{ transactions: unknown[] }>('POST', path, {
      day,
      modifier,
      lines,
    });
    return file.transactions.length;
  }

  async day(day: string): Promise<DayAnswer> {
    return this.operator('GET', `/v1/reconciliation/days/${day}?route=efecty.epayco`);
  }

  /** How many lines of the day have matched so far; none while nobody has heard of the route. */
  async matchedOn(day: string): Promise<number> {
    return this.day(day).then(
      (answer) => answer.matched.count,
      () => 0,
    );
  }

  async sandbox<T>(method: string, path: string, body?: unknown): Promise<T> {
    return request(`${this.world.sandboxUrl}${path}`, method, {}, body);
  }

  /** Looks until it is as wanted. @throws Error with what was seen last */
  async until<T>(
    look: () => Promise<T>,
    isWanted: (value: T) => boolean,
    withinMs = STEP_MS,
  ): Promise<T> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const value = await look();
      if (isWanted(value)) return value;
      if (performance.now() > deadline)
        throw new Error(`waited in vain; last: ${JSON.stringify(value)}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  private async operator<T>(method: string, path: string): Promise<T> {
    const headers = {
      authorization: `Bearer ${this.world.keys.operatorKey}`,
      'idempotency-key': randomUUID(),
    };
    return request(
      `${this.world.apiUrl}${path}`,
      method,
      headers,
      method === 'POST' ? {} : undefined,
    );
  }

  private async api<T>(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<T> {
    const headers = { authorization: `Bearer ${this.world.keys.apiKey}`, ...options.headers };
    return request(`${this.world.apiUrl}${path}`, method, headers, options.body);
  }
}

async function request<T>(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
