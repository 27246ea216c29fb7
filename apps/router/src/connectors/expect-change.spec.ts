import { jest } from '@jest/globals';
import type { RouteHealthService } from '../health/route-health.service.js';
import type { RouterContext } from '../router-context.js';
import { ConnectorClient } from './connector.client.js';

const LONG_MS = 60_000;

/** Waiting touches nothing of the context: no database, no clock. */
const client = () => new ConnectorClient({} as RouterContext, {} as RouteHealthService);

/** Whether a wait is over by the next turn of the event loop. */
async function isOver(waiting: Promise<void>): Promise<boolean> {
  const turn = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([waiting.then(() => true), turn]);
}

describe('waiting for a change of a payment', () => {
  it('ends with the change', async () => {
    const connectors = client();
    const waiting = connectors.expectChange('pay_1').wait(LONG_MS);
    expect(await isOver(waiting)).toBe(false);
    connectors.changed('pay_1');
    expect(await isOver(waiting)).toBe(true);
  });

  it('misses no change that came before the wait', async () => {
    const connectors = client();
    const change = connectors.expectChange('pay_1');
    connectors.changed('pay_1');
    expect(await isOver(change.wait(LONG_MS))).toBe(true);
  });

  it('misses no change that came between two waits, while the payment was read', async () => {
    const connectors = client();
    const change = connectors.expectChange('pay_1');
    const first = change.wait(LONG_MS);
    connectors.changed('pay_1');
    await first;
    connectors.changed('pay_1');
    const second = change.wait(LONG_MS);
    expect(await isOver(second)).toBe(true);
  });

  it('misses no change that came after a wait had run out', async () => {
    const connectors = client();
    const change = connectors.expectChange('pay_1');
    await change.wait(1);
    connectors.changed('pay_1');
    expect(await isOver(change.wait(LONG_MS))).toBe(true);
  });

  it('takes several changes between two waits for one', async () => {
    const connectors = client();
    const change = connectors.expectChange('pay_1');
    connectors.changed('pay_1');
    connectors.changed('pay_1');
    await change.wait(LONG_MS);
    const second = change.wait(LONG_MS);
    expect(await isOver(second)).toBe(false);
    connectors.changed('pay_1');
    await second;
  });

  it('is over at once with no time to wait', async () => {
    expect(await isOver(client().expectChange('pay_1').wait(0))).toBe(true);
    expect(await isOver(client().expectChange('pay_1').wait(-5))).toBe(true);
  });

  it('is not for other payments', async () => {
    const connectors = client();
    const waiting = connectors.expectChange('pay_1').wait(LONG_MS);
    connectors.changed('pay_2');
    expect(await isOver(waiting)).toBe(false);
    connectors.changed('pay_1');
    await waiting;
  });

  it('wakes everybody who waits for the payment, and those who stopped no more', async () => {
    const connectors = client();
    const [one, two, gone] = [1, 2, 3].map(() => connectors.expectChange('pay_1'));
    gone?.stop();
    const waits = [one, two].map((change) => change?.wait(LONG_MS));
    connectors.changed('pay_1');
    await Promise.all(waits);
    one?.stop();
    two?.stop();
    connectors.changed('pay_1');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      const after = gone?.wait(LONG_MS) ?? Promise.reject(new Error('nobody'));
      expect(await isOver(after)).toBe(false);
      jest.advanceTimersByTime(LONG_MS);
      await after;
    } finally {
      jest.useRealTimers();
    }
  });
});
