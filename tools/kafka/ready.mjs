import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../problem.mjs';
import { isAlive } from './processes.mjs';

const POLL_MS = 20;
const WITHIN_MS = 90_000;
const LAST_LINES = 15;
/** A broker says it when the controllers have let it in and its listeners answer. */
const READY = 'Kafka Server started';

/**
 * Waits until brokers serve.
 *
 * @param {{ id: number, folder: string, process: { pid: number, startedAt: string } }[]} brokers
 * @throws {Problem} when one ends, or none of this happens in time
 */
export async function waitUntilReady(brokers) {
  const giveUpAt = performance.now() + WITHIN_MS;
  for (const broker of brokers) {
    const path = join(broker.folder, 'broker.log');
    while (!readFileSync(path, 'utf8').includes(READY)) {
      if (!isAlive(broker.process)) throw new NotReady(`Broker ${broker.id} ended`, path);
      if (performance.now() > giveUpAt) {
        throw new NotReady(`Broker ${broker.id} was not ready within ${WITHIN_MS / 1000} s`, path);
      }
      await delay(POLL_MS);
    }
  }
}

export class NotReady extends Problem {
  constructor(what, path) {
    const text = readFileSync(path, 'utf8');
    super(`${what}. The last of ${path}:\n${text.split('\n').slice(-LAST_LINES).join('\n')}`);
    this.isPortTaken = /Address already in use|BindException/.test(text);
  }
}
