import { createLogger } from '@cauce/observability';
import { gate } from './fixtures/gate.js';
import { OutboxQueue, type Outlet } from './outbox-queue.js';
import type { OutboxRow } from './outbox-rows.js';

const logger = createLogger({ service: 'test', level: 'silent' });

function row(id: number): OutboxRow {
  return {
    id: String(id),
    topic: 'test.facts',
    partition: null,
    key: 'pay_1',
    message: {
      id: `msg_${id}`,
      type: 'connector.fact',
      version: 1,
      occurredAt: '2026-11-20T15:00:00.000Z',
      key: 'pay_1',
      sequence: null,
      traceparent: null,
      data: null,
    },
  };
}

function openQueue(publish: (row: OutboxRow) => Promise<void>) {
  const stopping = new AbortController();
  const outlet: Outlet = { publish, stopping: stopping.signal, logger };
  return { queue: new OutboxQueue('test.facts', 'pay_1', outlet), stopping };
}

describe('the rows of a key', () => {
  it('leave in order, many at a time', async () => {
    const left: string[] = [];
    const { queue } = openQueue(async ({ id }) => void left.push(id));
    const run = queue.push(row(1));
    for (let id = 2; id <= 50; id += 1) expect(queue.push(row(id))).toBeNull();
    await run;
    expect(left).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 1)));
    expect(queue.length).toBe(0);
  });

  it('are tried again in order after a failure, and no later one passes', async () => {
    const calls: string[] = [];
    let isAway = true;
    const { queue } = openQueue(async ({ id }) => {
      calls.push(id);
      if (isAway && id === '20') isAway = false;
      else if (isAway && Number(id) > 3) throw new Error('away');
    });
    const run = queue.push(row(1));
    for (let id = 2; id <= 40; id += 1) queue.push(row(id));
    // The first window goes out, and fails from its fourth row on.
    await new Promise(setImmediate);
    isAway = false;
    await run;
    const lastCalls = calls.filter((id, index) => calls.lastIndexOf(id) === index);
    expect(lastCalls).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)));
    expect(calls.length).toBeGreaterThan(40);
  });

  it('stay when the relay stops', async () => {
    const { queue, stopping } = openQueue(() => Promise.reject(new Error('away')));
    const run = queue.push(row(1));
    queue.push(row(2));
    stopping.abort();
    await run;
    expect(queue.left.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('that are being published when the relay stops are not published again', async () => {
    const held = gate();
    const { queue, stopping } = openQueue(() => held.opened);
    const run = queue.push(row(1));
    stopping.abort();
    held.open();
    await run;
    expect(queue.left).toEqual([]);
  });
});
