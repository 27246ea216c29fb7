// Ends a cluster and removes its data when one of the processes that wanted it has ended, however that
// came about: node watch.mjs <data> <owners, as JSON>
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { stop } from './cluster.mjs';
import { isAlive } from './processes.mjs';

const POLL_MS = 250;

const [data = '', owners = '[]'] = process.argv.slice(2);
const all = JSON.parse(owners);
while (all.every(isAlive) && existsSync(data)) await delay(POLL_MS);
// It would end itself before it has cleared away.
process.on('SIGTERM', () => undefined);
await stop(data, { remove: true, isSudden: true });
