import { spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problem.mjs';
import { writeProcess } from './processes.mjs';
import { JVM, metaProperties, serverProperties } from './settings.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const CHECKPOINT = 'bootstrap.checkpoint';

/** Writes a node's folder: settings always, the formatted log folder once. */
export function writeNode(folder, node, nodes, { prepared, clusterId }) {
  const log = join(folder, 'log');
  mkdirSync(log, { recursive: true });
  writeFileSync(join(folder, 'server.properties'), serverProperties(node, nodes, log));
  if (existsSync(join(log, 'meta.properties'))) return;
  copyFileSync(prepared.checkpoint, join(log, CHECKPOINT));
  writeFileSync(join(log, 'meta.properties'), metaProperties(node, clusterId));
}

/**
 * Starts the broker of a node's folder, in a session of its own.
 *
 * @returns {{ pid: number, startedAt: string }}
 */
export function spawnBroker(folder, prepared, options) {
  const output = join(folder, 'broker.log');
  if (existsSync(output)) renameSync(output, join(folder, 'broker.previous.log'));
  const file = openSync(output, 'w');
  const sharing = prepared.archive === null ? [] : [`-XX:SharedArchiveFile=${prepared.archive}`];
  const broker = spawn(
    prepared.java,
    [...JVM, ...sharing, ...options].concat(
      [`-Dlog4j2.configurationFile=${join(here, 'log4j2.properties')}`],
      ['-cp', prepared.classPath, 'kafka.Kafka', join(folder, 'server.properties')],
    ),
    { cwd: folder, detached: true, stdio: ['ignore', file, file] },
  );
  closeSync(file);
  broker.on('error', () => undefined);
  broker.unref();
  const found = writeProcess(join(folder, 'broker.pid'), broker.pid);
  if (found === null) throw new Problem(`${prepared.java} ended at once; see ${output}`);
  return found;
}
