import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import { cureIdleSpin } from './kafka-idle-cure.js';

/** What is looked at of kafkajs's own queue. */
interface Queue {
  maybeThrottle(ms: number): void;
  push(request: object): void;
  fulfillRequest(answer: object): void;
  destroy(): void;
  readonly throttleCheckTimeoutId: unknown;
}

const RequestQueue = createRequire(import.meta.url)(
  'kafkajs/src/network/requestQueue/index.js',
) as new (options: object) => Queue;

function openQueue(): Queue {
  const quiet = { debug: jest.fn(), warn: jest.fn() };
  return new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    clientId: 'test',
    broker: 'test',
    logger: quiet,
  });
}

function request(correlationId: number, onSent: () => void = () => undefined) {
  const entry = { correlationId, resolve: () => undefined, reject: () => undefined };
  return { entry, expectResponse: true, sendRequest: onSent };
}

describe('the queue of requests to a broker', () => {
  beforeAll(() => cureIdleSpin());

  it('sets no timer when an answer leaves nothing that waits', () => {
    const queue = openQueue();
    queue.push(request(1));
    queue.fulfillRequest({ correlationId: 1, size: 0, payload: null });
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('still sends what waits for a broker that asked for patience', async () => {
    const queue = openQueue();
    queue.maybeThrottle(20);
    await new Promise<void>((sent) => queue.push(request(1, sent)));
    queue.fulfillRequest({ correlationId: 1, size: 0, payload: null });
    queue.destroy();
  });
});
