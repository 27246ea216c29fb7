import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import { cureIdleSpin } from './kafka-idle-cure.js';

/** What the client's own queue of requests to one broker is made of, as far as it is looked at here. */
interface Queue {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  push(request: Request): void;
  maybeThrottle(forMs: number): void;
  fulfillRequest(answer: { correlationId: number; size: number; payload: unknown }): void;
  checkPendingRequests(): void;
  destroy(): void;
}

interface Request {
  readonly entry: { correlationId: number; resolve: () => void; reject: () => void };
  readonly expectResponse: boolean;
  readonly sendRequest: () => void;
}

const RequestQueue = createRequire(import.meta.url)(
  'kafkajs/src/network/requestQueue/index.js',
) as new (options: Record<string, unknown>) => Queue;

const quiet = { debug: () => undefined, warn: () => undefined };

describe('the queue of requests to a broker', () => {
  const queues: Queue[] = [];
  const sent: number[] = [];
  const answered: number[] = [];

  beforeAll(() => cureIdleSpin());
  beforeEach(() => {
    sent.length = 0;
    answered.length = 0;
  });
  afterEach(() => {
    jest.useRealTimers();
    for (const queue of queues.splice(0)) queue.destroy();
  });

  function openQueue(maxInFlightRequests = 1): Queue {
    const broker = 'kafka:9092';
    const options = { maxInFlightRequests, requestTimeout: 1_000, clientId: 'test', broker };
    const queue = new RequestQueue({ ...options, enforceRequestTimeout: false, logger: quiet });
    queues.push(queue);
    return queue;
  }

  function request(correlationId: number): Request {
    const resolve = () => void answered.push(correlationId);
    return {
      entry: { correlationId, resolve, reject: () => undefined },
      expectResponse: true,
      sendRequest: () => void sent.push(correlationId),
    };
  }

  const answer = (queue: Queue, correlationId: number) =>
    queue.fulfillRequest({ correlationId, size: 0, payload: null });

  it('sets no timer when an answer came and nothing waits', () => {
    const queue = openQueue();
    queue.push(request(1));
    answer(queue, 1);
    expect(answered).toEqual([1]);
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('sets no timer by looking at an empty queue, and so does not look again', () => {
    const queue = openQueue();
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('sends what waits when the answer before it comes', () => {
    const queue = openQueue();
    queue.push(request(1));
    queue.push(request(2));
    expect(sent).toEqual([1]);
    answer(queue, 1);
    expect(sent).toEqual([1, 2]);
  });

  it('sets a timer when something waits for the end of a throttle, and sends it then', () => {
    jest.useFakeTimers();
    const queue = openQueue(5);
    queue.maybeThrottle(5_000);
    queue.push(request(1));
    expect(sent).toEqual([]);
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    jest.advanceTimersByTime(4_999);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(sent).toEqual([1]);
    answer(queue, 1);
    jest.advanceTimersByTime(60_000);
    expect(queue.throttleCheckTimeoutId).toBeNull();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not lose what comes to a throttled queue that had nothing in it', () => {
    jest.useFakeTimers();
    const queue = openQueue(5);
    queue.push(request(1));
    queue.maybeThrottle(100);
    answer(queue, 1);
    expect(queue.throttleCheckTimeoutId).toBeNull();
    queue.push(request(2));
    jest.advanceTimersByTime(100);
    expect(sent).toEqual([1, 2]);
  });

  it('is cured once, however many clients ask', () => {
    const { prototype } = RequestQueue as unknown as { prototype: Record<string, unknown> };
    const cured = prototype['scheduleCheckPendingRequests'];
    cureIdleSpin();
    expect(prototype['scheduleCheckPendingRequests']).toBe(cured);
  });
});
