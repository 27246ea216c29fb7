import { orderBody, until, type ApiClient, type Payment } from './api-client.js';
import type { SandboxClient } from './sandbox-client.js';
import { codeOf, protocolOf } from './shown-code.js';

/** What can go wrong between a connector and a provider, on the operations that the protocol has. */
const FAULTS = ['drop_reply', 'reset', 'http_500', 'http_500_after', 'malformed', 'reject', 'slow'];
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  epayco: ['login', 'issue', 'status', 'search'],
  payvalida: ['issue', 'status', 'cancel'],
  payu: ['issue', 'status'],
  mercadopago: ['issue', 'status', 'search', 'cancel'],
  pse_avanza: ['login', 'issue', 'status'],
};
const MODES = ['normal', 'drop', 'duplicate', 'delay', 'reorder'];
const METHODS = [['efecty'], ['baloto'], ['puntored'], ['pse'], ['efecty', 'puntored']];
const BANKS = ['1007', '1051'];

/** What a provider that is down does, and with how many requests. */
const OUTAGES = ['reject', 'maintenance'];
const OUTAGE_REQUESTS = 40;

/** On a busy machine the same request may be answered only after several tries. */
const ANSWERED_WITHIN_MS = 60_000;

const PESO = 100;
const COPIES = 5;
const DELAY_MS = 300;
const SLOW_MS = 300;

/** How often, in a hundred. */
const ODDS = {
  fault: 20,
  outage: 2,
  repair: 4,
  mode: 3,
  cancelled: 4,
  ignored: 8,
  twice: 5,
  other: 6,
  takenBack: 5,
};

/** A shopper's payment, and every code that the shopper was ever shown. */
export interface Shopping {
  readonly id: string;
  readonly description: string;
  readonly due: number;
}

/** Shoppers who do whatever shoppers do, while providers and their callbacks misbehave. */
export class RandomShoppers {
  readonly shoppings: Shopping[] = [];
  /** Those who had no voucher yet, and look again later. */
  private readonly waiting: Pick<Shopping, 'id' | 'due'>[] = [];
  private started = 0;

  constructor(
    private readonly api: ApiClient,
    private readonly sandbox: SandboxClient,
    private readonly random: () => number,
  ) {}

  /** @param together how many shop at once */
  async shop(count: number, together: number): Promise<void> {
    const worker = async () => {
      while (this.started < count) {
        this.started += 1;
        await this.one(this.started);
      }
    };
    await Promise.all(Array.from({ length: together }, worker));
    const comesBack = async () => {
      for (let one = this.waiting.pop(); one !== undefined; one = this.waiting.pop()) {
        await this.pay(await this.api.payment(one.id), one.due);
      }
    };
    await Promise.all(Array.from({ length: together }, comesBack));
  }

  /** Nothing misbehaves any more, and what was held back is told. */
  async calm(): Promise<void> {
    await this.sandbox.clearFaults();
    for (const protocol of Object.keys(OPERATIONS)) {
      await this.sandbox.callbacks('normal', { protocol });
    }
    await this.sandbox.post('/sandbox/callbacks/flush', {});
  }

  private async one(number: number): Promise<void> {
    await this.misbehave();
    const pesos = 20_000 + Math.floor(this.random() * 900_000);
    const methods = this.oneOf(METHODS);
    const bank = methods.includes('pse') ? { bank: this.oneOf(BANKS) } : {};
    const description = `Compra ${String(number).padStart(5, '0')}`;
    const due = pesos * PESO;
    const body = await this.ask({
      methods,
      description,
      amount: { value: due, currency: 'COP' },
      returnUrl: 'https://shop.example/back',
      ...bank,
    });
    if (body === null) return;
    this.shoppings.push({ id: body.id, description, due });
    if (this.isOnce(ODDS.cancelled)) await this.cancel(body.id);
    if (this.isOnce(ODDS.ignored)) return;
    if (body.status === 'processing') this.waiting.push({ id: body.id, due });
    else await this.pay(body, due);
  }

  private async pay(payment: Payment, due: number): Promise<void> {
    const code = codeOf(payment);
    if (code === null) return;
    if (payment.instruction?.kind === 'redirect') await this.visitBank(code);
    else await this.goToCounter(code, due, protocolOf(payment));
  }

  /**
   * Asks for a payment, and again with the same key while the answer says that it may be asked again.
   *
   * @returns null when no route would take it at all: then nothing was made, and the shopper goes away
   */
  private async ask(order: Record<string, unknown>): Promise<Payment | null> {
    // Whole before it is asked the first time: with the same key goes the same body.
    const whole = orderBody(order);
    const headers = {
      prefer: 'wait=4',
      'idempotency-key': `shop-${this.started}-${this.random()}`,
    };
    const isAnswer = ({ status, body }: Awaited<ReturnType<ApiClient['create']>>) => {
      if (status === 201 || status === 202) return true;
      const { code, retryable } = body as unknown as { code: string; retryable: boolean };
      if (code === 'ROUTES_UNAVAILABLE') return true;
      if (!retryable) throw new Error(`${status} ${JSON.stringify(body)}`);
      return false;
    };
    const create = () => this.api.create(whole, headers);
    const { status, body } = await until(create, isAnswer, ANSWERED_WITHIN_MS);
    return status === 503 ? null : body;
  }

  /** Now and then all is well again: where few shop, faults would pile up. */
  private async misbehave(): Promise<void> {
    if (this.isOnce(ODDS.repair)) await this.sandbox.clearFaults();
    const protocol = this.oneOf(Object.keys(OPERATIONS));
    if (this.isOnce(ODDS.fault)) {
      const kind = this.oneOf(FAULTS);
      const more = { protocol, ...(kind === 'slow' && { delayMs: SLOW_MS }) };
      await this.sandbox.fault(this.oneOf(OPERATIONS[protocol] ?? []), kind, more);
    }
    if (this.isOnce(ODDS.outage)) {
      const more = { protocol, count: OUTAGE_REQUESTS };
      await this.sandbox.fault('issue', this.oneOf(OUTAGES), more);
    }
    if (!this.isOnce(ODDS.mode)) return;
    const mode = this.oneOf(MODES);
    await this.sandbox.callbacks(mode, {
      protocol,
      ...(mode === 'duplicate' && { copies: COPIES, parallel: COPIES }),
      ...(mode === 'delay' && { delayMs: DELAY_MS }),
    });
  }

  /** A cancellation may be refused: the voucher may not be voidable, or not there yet. */
  private async cancel(id: string): Promise<void> {
    const headers = { 'idempotency-key': `cancel-${id}` };
    await this.api.call('POST', `/v1/payments/${id}/cancel`, { body: {}, headers });
  }

  /** An order of Payvalida takes what is due, once. */
  private async goToCounter(code: string, due: number, protocol: string): Promise<void> {
    const isExact = protocol === 'payvalida';
    const other = !isExact && this.isOnce(ODDS.other) ? (this.random() < 0.5 ? -PESO : PESO) : 0;
    await this.sandbox.pay(code, due + other);
    if (!isExact && this.isOnce(ODDS.twice)) await this.sandbox.pay(code, due);
    if (this.isOnce(ODDS.takenBack)) await this.sandbox.reverse(code);
  }

  /** A session that the merchant's cancellation has ended takes nothing any more. */
  private async visitBank(code: string): Promise<void> {
    const number = this.random();
    const deed = number < 0.8 ? 'approve' : number < 0.9 ? 'reject' : 'abandon';
    await this.sandbox.post(`/sandbox/pse/${code}/${deed}`, {}).catch((error: unknown) => {
      if (!String(error).includes('SESSION_ENDED')) throw error;
    });
  }

  private isOnce(inHundred: number): boolean {
    return this.random() * 100 < inHundred;
  }

  private oneOf<T>(all: readonly T[]): T {
    const one = all[Math.floor(this.random() * all.length)];
    if (one === undefined) throw new Error('nothing to choose from');
    return one;
  }
}
