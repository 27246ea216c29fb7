import { createRequire } from 'node:module';

/** What is used of kafkajs's queue of requests to one broker. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

const LOCATION = 'kafkajs/src/network/requestQueue/index.js';

let isCured = false;

/**
 * Keeps kafkajs 2.2.4 from spinning: after each answer it sets a timer to look at requests that wait, with
 * none waiting and a delay below zero, and the look sets the next timer. A queue with nothing in it needs
 * no look; the next request is what sets one.
 *
 * @source https://github.com/tulios/kafkajs/issues/1751
 */
export function cureIdleSpin(): void {
  if (isCured) return;
  isCured = true;
  const { prototype } = createRequire(import.meta.url)(LOCATION) as { prototype: RequestQueue };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}
