import { randomUUID } from 'node:crypto';
import { orderBody, until, type Payment } from './api-client.js';
import type { Fleet, InstanceName } from './fleet.js';
import { expectEveryPesoOwned, expectOneVoucherEach } from './invariants.js';

const ROUTERS: readonly InstanceName[] = ['router-1', 'router-2'];

/** How long after a broker or the database is back somebody must be served again, start to end. */
export const RECOVERS_WITHIN_MS = 30_000;

/** A client gives up on a payment after this long. */
const PATIENCE_MS = 90_000;

/** Between the starts of two payments: about eight a second. */
const PACE_MS = 120;

/**
 * Shoppers that pay at a counter, one after another, until they are told to stop. A shopper
 * who is told that the payment failed, as it may when no command gets through in time, goes away.
 */
export class Load {
  private readonly journeys: Promise<Payment>[] = [];
  private isOver = false;
  private readonly starting: Promise<void>;

  constructor(private readonly fleet: Fleet) {
    this.starting = this.keepStarting();
  }

  /** Lets some more begin. */
  async more(count: number): Promise<void> {
    const goal = this.journeys.length + count;
    await until(
      async () => this.journeys.length,
      (started) => started >= goal,
      PATIENCE_MS,
    );
  }

  /**
   * Waits until somebody who came from now on has paid; not every one of them need be.
   *
   * @throws Error when nobody has been served in time
   */
  async servesWithin(withinMs: number): Promise<void> {
    let watched = this.journeys.length;
    let isServed = false;
    const look = async () => {
      for (const journey of this.journeys.slice(watched)) {
        watched += 1;
        journey.then(
          ({ status }) => (isServed ||= status === 'paid'),
          () => undefined,
        );
      }
      return isServed;
    };
    await until(look, (served) => served, withinMs);
  }

  /** Starts no more, and waits for everyone. @returns every payment, paid */
  async end(): Promise<readonly Payment[]> {
    this.isOver = true;
    await this.starting;
    return Promise.all(this.journeys);
  }

  private async keepStarting(): Promise<void> {
    while (!this.isOver) {
      const journey = this.shop();
      journey.catch(() => undefined);
      this.journeys.push(journey);
      await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    }
  }

  /** Asks, and asks again with the same key until there is an answer, as a good client does. */
  private async shop(): Promise<Payment> {
    const key = randomUUID();
    const body = orderBody();
    let turn = this.journeys.length;
    const ask = async () => {
      turn += 1;
      const name = ROUTERS[turn % ROUTERS.length] ?? 'router-1';
      return this.quietly(async () => {
        const headers = { 'idempotency-key': key, prefer: 'wait=5' };
        const options = { body, headers };
        const answer = await this.fleet.api(name).call<Payment>('POST', '/v1/payments', options);
        return [201, 202].includes(answer.status) ? answer.body : null;
      });
    };
    const asked = await until(ask, (answer) => answer !== null, PATIENCE_MS);
    const id = asked?.id ?? '';
    const isDecided = ({ instruction, status }: Payment) =>
      instruction !== null || status === 'failed';
    const issued = await this.read(id, isDecided);
    if (issued.status === 'failed') return issued;
    await this.fleet.sandbox.pay(issued.instruction?.code ?? '');
    return this.read(id, (payment) => payment.status === 'paid');
  }

  private async read(id: string, isWanted: (payment: Payment) => boolean): Promise<Payment> {
    let turn = 0;
    const look = async () => {
      turn += 1;
      const name = ROUTERS[turn % ROUTERS.length] ?? 'router-1';
      return this.quietly(async () => {
        const answer = await this.fleet.api(name).call<Payment>('GET', `/v1/payments/${id}`);
        return answer.status === 200 ? answer.body : null;
      });
    };
    let last: Payment | null = null;
    const found = await until(
      async () => {
        last = (await look()) ?? last;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return last;
      },
      (payment) => payment !== null && isWanted(payment),
      PATIENCE_MS,
    );
    if (found === null) throw new Error(`payment ${id} is gone`);
    return found;
  }

  /** A router that is stopping or away is no answer. */
  private async quietly<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch {
      return null;
    }
  }
}

/**
 * Ends the load and checks that every shopper has paid once for one voucher, that each story is gapless,
 * that the books say so, and that no process has ended.
 *
 * @param before - payments that were served by earlier loads on this fleet
 * @returns how many this load served; one that failed must have no voucher
 */
export async function expectEveryShopperServed(
  fleet: Fleet,
  load: Load,
  before: number,
): Promise<number> {
  const payments = await load.end();
  const dead = fleet.dead();
  if (dead.length > 0) throw new Error(`ended by itself: ${dead.join('\n')}`);
  const served = payments.filter(({ status }) => status !== 'failed');
  if (served.length === 0) throw new Error('nobody was served');
  for (const { id, amountPaid, amount } of served) {
    if (amountPaid.value !== amount.value) throw new Error(`${id} has paid ${amountPaid.value}`);
    const path = `/v1/payments/${id}/events`;
    const { data } = await fleet.api('router-1').get<{ data: { sequence: number }[] }>(path);
    const isGapless = data.every((event, index) => event.sequence === index + 1);
    if (!isGapless) throw new Error(`the story of ${id} has gaps: ${JSON.stringify(data)}`);
  }
  await expectOneVoucherEach(fleet.sandbox, before + served.length);
  await expectEveryPesoOwned(fleet.api('ledger', 'operator'), fleet.sandbox);
  return served.length;
}
