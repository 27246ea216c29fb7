// A cluster is a folder: cluster.json says its nodes; a folder for each node holds its settings, its log,
// its pid and its data.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnBroker, writeNode } from './broker.mjs';
import { demandFree, freePorts } from './ports.mjs';
import { prepare } from './prepare.mjs';
import { Problem } from '../problem.mjs';
import {
  findProcess,
  isAlive,
  readProcess,
  signal,
  waitUntilEnded,
  withLock,
  writeProcess,
} from './processes.mjs';
import { NotReady, waitUntilReady } from './ready.mjs';
import { HEAP_MB, randomId } from './settings.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const STOP_WITHIN_MS = 10_000;
const KILL_WITHIN_MS = 10_000;
/** Between looking for a free port and using it lies a second, in which another may take it. */
const PORT_TRIES = 3;

/**
 * Starts a cluster, or those of its brokers that do not run.
 *
 * @param {string} data folder
 * @param {{ brokers?: 1 | 3, port?: number, owners?: number[], mayInstall?: boolean }} options
 *   port: of the first broker, 0 for any; owners: processes with the first of which to end the cluster
 *   and its data end too
 */
export async function start(data, { brokers, port, owners = [], mayInstall } = {}) {
  const prepared = await prepare({ mayInstall });
  mkdirSync(data, { recursive: true });
  return await locked(data, async () => {
    if (owners.length > 0) watch(data, owners);
    for (let left = PORT_TRIES - 1; ; left--) {
      const known = readCluster(data);
      const cluster = await planned(data, known, { brokers, port });
      const down = cluster.nodes.filter((node) => !isAlive(processOf(data, node.id)));
      try {
        await startNodes(data, cluster, down, prepared);
        return cluster;
      } catch (problem) {
        if (!(problem instanceof NotReady && problem.isPortTaken && port === 0 && left > 0)) {
          throw problem;
        }
      }
    }
  });
}

/** Ends brokers in order, or at once. @returns {Promise<number>} how many ran */
export async function stop(data, { remove = false, isSudden = false } = {}) {
  if (!existsSync(data)) return 0;
  const stopped = await locked(data, async () => {
    const running = (readCluster(data)?.nodes ?? [])
      .map((node) => processOf(data, node.id))
      .filter(isAlive);
    await end(running, isSudden);
    if (remove) removeOwn(data);
    return running.length;
  });
  // What others put there stays, and so does the folder then.
  if (remove && existsSync(data) && readdirSync(data).length === 0) rmdirSync(data);
  return stopped;
}

function removeOwn(data) {
  signal(readProcess(watcherFile(data)), 'SIGTERM');
  const nodes = readCluster(data)?.nodes ?? [];
  for (const path of nodes.map((node) => folderOf(data, node.id)).concat(watcherFile(data))) {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  }
  rmSync(clusterFile(data), { force: true });
}

/** SIGKILL, as a power cut would. @param {number[]} ids */
export async function kill(data, ids) {
  await locked(data, async () => {
    for (const node of chosen(data, ids)) signal(processOf(data, node.id), 'SIGKILL');
    for (const node of chosen(data, ids)) await demandEnded(processOf(data, node.id));
  });
}

/** Starts brokers again on their data and ports; ends them first where they run. */
export async function restart(data, ids) {
  const prepared = await prepare();
  await locked(data, async () => {
    const nodes = chosen(data, ids);
    await end(nodes.map((node) => processOf(data, node.id)).filter(isAlive), false);
    await startNodes(data, readCluster(data), nodes, prepared);
  });
}

/** Stops brokers from running without ending them, or lets them run on. */
export function pause(data, ids, isPaused) {
  for (const node of chosen(data, ids)) {
    const process = processOf(data, node.id);
    if (!isAlive(process)) throw new Problem(`Broker ${node.id} does not run.`);
    signal(process, isPaused ? 'SIGSTOP' : 'SIGCONT');
  }
}

/** @returns {{ nodes: object[], bootstrap: string } | null} null when the folder holds no cluster */
export function status(data) {
  const cluster = readCluster(data);
  if (cluster === null) return null;
  const nodes = cluster.nodes.map((node) => {
    const known = processOf(data, node.id);
    if (!isAlive(known)) return { ...node, state: 'down' };
    const state = findProcess(known.pid)?.isPaused ? 'paused' : 'running';
    return { ...node, state, pid: known.pid };
  });
  return { nodes, bootstrap: bootstrapOf(cluster) };
}

export function bootstrapOf(cluster) {
  return cluster.nodes.map((node) => `127.0.0.1:${node.port}`).join(',');
}

async function planned(data, known, { brokers = known?.nodes.length ?? 1, port }) {
  if (known !== null && known.nodes.length !== brokers) {
    throw new Problem(
      `${data} holds a cluster of ${known.nodes.length}. Choose another folder with --data, or remove it with: npm run kafka -- stop --remove --data ${data}`,
    );
  }
  if (known?.nodes.some((node) => isAlive(processOf(data, node.id)))) {
    if (port === undefined || port === 0 || port === known.nodes[0].port) return known;
    throw new Problem(`The cluster of ${data} runs already, on ${bootstrapOf(known)}.`);
  }
  const first = port ?? known?.nodes[0].port ?? 9092;
  const ports =
    first === 0
      ? await freePorts(2 * brokers)
      : Array.from({ length: 2 * brokers }, (_, index) =>
          index < brokers ? first + index : first + 3 + index - brokers,
        );
  const nodes = Array.from({ length: brokers }, (_, index) => ({
    id: index + 1,
    port: ports[index],
    controllerPort: ports[brokers + index],
  }));
  const cluster = { clusterId: known?.clusterId ?? randomId(), nodes };
  await demandFree(ports);
  writeFileSync(clusterFile(data), JSON.stringify(cluster, null, 2));
  return cluster;
}

async function startNodes(data, cluster, nodes, prepared) {
  const { clusterId } = cluster;
  const heap = `-Xmx${HEAP_MB[cluster.nodes.length]}m`;
  const started = [];
  try {
    for (const node of nodes) {
      await demandFree([node.port, node.controllerPort]);
      const folder = folderOf(data, node.id);
      writeNode(folder, node, cluster.nodes, { prepared, clusterId });
      started.push({ id: node.id, folder, process: spawnBroker(folder, prepared, [heap]) });
    }
    await waitUntilReady(started);
  } catch (problem) {
    await end(
      started.map((one) => one.process),
      true,
    );
    throw problem;
  }
}

async function end(processes, isSudden) {
  for (const one of processes) {
    // A paused process hears of its end only once it runs on.
    signal(one, isSudden ? 'SIGKILL' : 'SIGTERM');
    signal(one, 'SIGCONT');
  }
  const giveUpAt = performance.now() + STOP_WITHIN_MS;
  for (const one of processes) {
    if (await waitUntilEnded(one, giveUpAt - performance.now())) continue;
    signal(one, 'SIGKILL');
    await demandEnded(one);
  }
}

async function demandEnded(known) {
  if (known === null || (await waitUntilEnded(known, KILL_WITHIN_MS))) return;
  throw new Problem(`Process ${known.pid} does not end, not even by SIGKILL.`);
}

/** Starts the process that clears the cluster away when an owner has ended, unless there is one. */
function watch(data, pids) {
  if (isAlive(readProcess(watcherFile(data)))) return;
  const owners = pids.map((pid) => {
    const owner = findProcess(pid);
    if (owner === null) throw new Problem(`There is no process ${pid} to own the cluster.`);
    return { pid, startedAt: owner.startedAt };
  });
  const watcher = spawn(process.execPath, [join(here, 'watch.mjs'), data, JSON.stringify(owners)], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  });
  watcher.unref();
  writeProcess(watcherFile(data), watcher.pid);
}

function chosen(data, ids) {
  const cluster = readCluster(data);
  if (cluster === null) throw new Problem(`There is no cluster in ${data}.`);
  return ids.map((id) => {
    const node = cluster.nodes.find((one) => one.id === id);
    if (node !== undefined) return node;
    throw new Problem(`There is no broker ${id}; this cluster has 1 to ${cluster.nodes.length}.`);
  });
}

function readCluster(data) {
  const path = clusterFile(data);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

const clusterFile = (data) => join(data, 'cluster.json');
const locked = (data, run) => withLock(join(data, 'cluster.lock'), run);
const folderOf = (data, id) => join(data, `broker-${id}`);
const processOf = (data, id) => readProcess(join(folderOf(data, id), 'broker.pid'));
const watcherFile = (data) => join(data, 'watcher.pid');
