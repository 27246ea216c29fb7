import { randomUUID } from 'node:crypto';
import type { PaymentStatus } from '@cauce/contracts';

/** A payment as far as stories look at it. */
export interface Payment {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly amount: { value: number; currency: string };
  readonly amountPaid: { value: number; currency: string };
  readonly instruction: { kind: string; code: string; url?: string; expiresAt: string } | null;
  readonly expiry: { requested: string | null; effective: string | null };
  readonly late: boolean;
  readonly attempts: readonly {
    id: string;
    route: string;
    status: string;
    outcome: string | null;
  }[];
  readonly routing: {
    readonly rulesVersion: number;
    readonly candidates: readonly { readonly route: string }[];
  };
  readonly sequence: number;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** How often a condition is looked at while a story waits for it. */
const LOOK_EVERY_MS = 25;

/** Body of a payment that an Efecty counter collects. */
export function orderBody(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    amount: { value: 8_500_000, currency: 'COP' },
    reference: `ORD-${randomUUID()}`,
    description: 'Zapatos de niño',
    methods: ['efecty'],
    payer: {
      name: 'Ana Muñoz',
      email: 'ana@example.com',
      phone: '+573001112233',
      document: { type: 'CC', number: '1020304051' },
    },
    ...overrides,
  };
}

/** The public API, as a merchant or an operator calls it. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  async call<T>(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      signal: options.signal ?? null,
    });
    const text = await response.text();
    const body = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: body as T };
  }

  /** Reads something, again while the answer is that it is not available right now. */
  async get<T>(path: string): Promise<T> {
    return (
      await until(
        () => this.call<T>('GET', path),
        ({ status }) => status !== 503,
      )
    ).body;
  }

  async create(
    overrides: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Payment>> {
    return this.call<Payment>('POST', '/v1/payments', {
      body: orderBody(overrides),
      headers: { 'idempotency-key': randomUUID(), ...headers },
    });
  }

  /** Creates a payment that gets its voucher at once. */
  async createWithVoucher(
    overrides: Record<string, unknown> = {},
  ): Promise<{ payment: Payment; code: string }> {
    const { status, body } = await this.create(overrides, { prefer: 'wait=20' });
    if (status !== 201 || body.instruction === null) {
      throw new Error(`expected a voucher, got ${status} ${JSON.stringify(body)}`);
    }
    return { payment: body, code: body.instruction.code };
  }

  /** The value of one series of `/metrics`, by its name and all of its labels; 0 while there is none. */
  async metric(series: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.slice(series.length) ?? 0);
  }

  async payment(id: string): Promise<Payment> {
    return this.get<Payment>(`/v1/payments/${id}`);
  }

  /** Reads the payment until it is as wanted. */
  async paymentThat(
    id: string,
    isWanted: (payment: Payment) => boolean,
    withinMs = 20_000,
  ): Promise<Payment> {
    return until(
      () => this.payment(id),
      isWanted,
      withinMs,
      (last) =>
        `payment ${id} is ${last.status}, sequence ${last.sequence}, ${JSON.stringify(last.attempts)}`,
    );
  }

  async paymentWithStatus(id: string, status: PaymentStatus, withinMs?: number): Promise<Payment> {
    return this.paymentThat(id, (payment) => payment.status === status, withinMs);
  }
}

/** Looks at something until it is as wanted, and says what it was last when it never became so. */
export async function until<T>(
  look: () => Promise<T>,
  isWanted: (value: T) => boolean,
  withinMs = 20_000,
  describe: (last: T) => string = (last) => JSON.stringify(last),
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (isWanted(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`not within ${withinMs} ms: ${describe(value)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
