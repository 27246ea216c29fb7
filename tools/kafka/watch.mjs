// Ends a cluster and removes its data when the process that wanted it has ended, however that came about:
// node watch.mjs <data> <pid> <started at>
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { stop } from './cluster.mjs';
import { isAlive } from './processes.mjs';

const POLL_MS = 250;

const [data = '', pid, startedAt = ''] = process.argv.slice(2);
const owner = { pid: Number(pid), startedAt };
while (isAlive(owner) && existsSync(data)) await delay(POLL_MS);
// It would end itself before it has cleared away.
process.on('SIGTERM', () => undefined);
await stop(data, { remove: true, isSudden: true });
