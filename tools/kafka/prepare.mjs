// What brokers are started from, made once for each content of pom.xml and kept in .cache/kafka: the jars,
// the formatted log folder's checkpoint, and an archive of loaded classes that halves the time of a start.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKPOINT, spawnBroker, writeNode } from './broker.mjs';
import { javaOf, mavenOf } from './java.mjs';
import { freePorts } from './ports.mjs';
import { Problem } from '../problem.mjs';
import { signal, waitUntilEnded, withLock } from './processes.mjs';
import { waitUntilReady } from './ready.mjs';
import { JVM, hashOf, randomId, serverProperties } from './settings.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const cache = join(here, '..', '..', '.cache', 'kafka');
/** Writing the archive of classes takes two seconds. */
const EXIT_WITHIN_MS = 60_000;

/**
 * @typedef {object} Prepared
 * @property {string} java
 * @property {string} classPath
 * @property {string} checkpoint path
 * @property {string | null} archive path
 */

/**
 * Resolves what a start needs, unless that has been done.
 *
 * @param {{ mayInstall?: boolean }} options mayInstall: Java and Maven too, where nobody needs to be asked
 * @returns {Promise<Prepared>}
 * @throws {Problem} with exit code 3 when Java or Maven is missing
 */
export async function prepare({ mayInstall = false } = {}) {
  mkdirSync(cache, { recursive: true });
  const pom = hashOf(readFileSync(join(here, 'pom.xml')));
  const folder = join(cache, pom);
  const java = await javaOf(mayInstall);
  if (!existsSync(folder)) {
    const maven = await mavenOf(mayInstall);
    await withLock(join(cache, 'prepare.lock'), async () => {
      if (!existsSync(folder)) resolveInto(folder, maven, java.command);
    });
  }
  const prepared = {
    java: java.command,
    classPath: classPathOf(join(folder, 'jars')),
    checkpoint: join(folder, CHECKPOINT),
    archive: null,
  };
  const archive = join(folder, `classes-${hashOf(java.version, prepared.classPath)}.jsa`);
  if (!existsSync(archive)) {
    await withLock(join(cache, 'prepare.lock'), async () => {
      if (!existsSync(archive)) await archiveClasses(prepared, archive);
    });
  }
  return { ...prepared, archive };
}

function classPathOf(jars) {
  return readdirSync(jars)
    .sort()
    .map((jar) => join(jars, jar))
    .join(':');
}

/** The folder appears under its name only when it is whole. */
function resolveInto(folder, maven, java) {
  const unfinished = mkdtempSync(join(cache, 'unfinished-'));
  try {
    console.error("Downloading Kafka's jars (once; 45 MB) …");
    const jars = join(unfinished, 'jars');
    demand(
      maven,
      ['-B', '-q', '-C', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies'].concat(
        `-DoutputDirectory=${jars}`,
      ),
      "Maven could not download Kafka's jars. Read the lines above, check the network and Maven's settings.xml, and run the command again.",
    );
    formatOnce(unfinished, jars, java);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Keeps the one file of `kafka-storage format` that is not an id: a JVM saved at every new cluster. */
function formatOnce(folder, jars, java) {
  const log = join(folder, 'format');
  const properties = join(folder, 'format.properties');
  const node = { id: 1, port: 9092, controllerPort: 9093 };
  writeFileSync(properties, serverProperties(node, [node], log));
  demand(
    java,
    [...JVM, '-cp', classPathOf(jars), 'kafka.tools.StorageTool', 'format'].concat([
      '-t',
      randomId(),
      '-c',
      properties,
    ]),
    'Kafka could not format a log folder; its words are above.',
  );
  copyFileSync(join(log, CHECKPOINT), join(folder, CHECKPOINT));
  rmSync(log, { recursive: true });
  rmSync(properties);
}

/** Runs a broker for a moment, so that the JVM notes which classes one loads. */
async function archiveClasses(prepared, archive) {
  console.error('Preparing fast starts (once; a few seconds) …');
  const folder = mkdtempSync(join(cache, 'unfinished-'));
  try {
    const [port, controllerPort] = await freePorts(2);
    const node = { id: 1, port, controllerPort };
    writeNode(folder, node, [node], { prepared, clusterId: randomId() });
    const written = join(folder, 'classes.jsa');
    const broker = spawnBroker(folder, prepared, [`-XX:ArchiveClassesAtExit=${written}`]);
    await waitUntilReady([{ id: 1, folder, process: broker }]);
    signal(broker, 'SIGTERM');
    if (!(await waitUntilEnded(broker, EXIT_WITHIN_MS))) signal(broker, 'SIGKILL');
    renameSync(written, archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function demand(command, args, complaint) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Problem(complaint);
}
