import { createServer } from 'node:net';
import { Problem } from '../problem.mjs';

/**
 * Below the range from which systems take the ports of outgoing connections: a broker that is down for a
 * moment finds its port free again.
 */
const FIRST = 20_000;
const COUNT = 12_000;
const TRIES = 200;

/** @param {number} port of 127.0.0.1 */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** @param {number} count @returns {Promise<number[]>} different ports, free a moment ago */
export async function freePorts(count) {
  const found = new Set();
  for (let tries = 0; tries < TRIES && found.size < count; tries++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  if (found.size < count) throw new Problem(`Found no ${count} free ports above ${FIRST}.`);
  return [...found];
}

/** Refuses ports that something else listens on. @param {number[]} ports */
export async function demandFree(ports) {
  for (const port of ports) {
    if (await isFree(port)) continue;
    throw new Problem(
      `Port ${port} is taken by another program. Choose others with --port <n>, or let free ones be found with --port 0.`,
    );
  }
}
