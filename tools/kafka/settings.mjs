import { createHash, randomBytes } from 'node:crypto';

/** @typedef {{ id: number, port: number, controllerPort: number }} Node */

/** Megabytes of Java heap of one broker, by how many there are. */
export const HEAP_MB = { 1: 512, 3: 384 };

/** Options of the JVM that make it start fast and stay small; it never runs long enough to miss C2. */
export const JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Djava.awt.headless=true'];

/**
 * The server.properties of one node, broker and controller in one.
 *
 * @param {Node} node
 * @param {Node[]} nodes all of them
 * @param {string} logDir
 */
export function serverProperties(node, nodes, logDir) {
  const copies = nodes.length;
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': nodes
      .map((one) => `${one.id}@127.0.0.1:${one.controllerPort}`)
      .join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDir,
    'auto.create.topics.enable': false,
    'num.partitions': 3,
    'default.replication.factor': copies,
    'min.insync.replicas': copies > 1 ? 2 : 1,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': copies > 1 ? 2 : 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': copies > 1 ? 2 : 1,
    'share.coordinator.state.topic.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    // A dead broker is noticed in three seconds instead of nine.
    'broker.heartbeat.interval.ms': 500,
    'broker.session.timeout.ms': 3000,
    // Threads and buffers for a laptop; the cleaner's buffer alone is 128 MB by default.
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** What `kafka-storage format` writes into a log folder beside the bootstrap checkpoint. */
export function metaProperties(node, clusterId) {
  return `version=1\ncluster.id=${clusterId}\nnode.id=${node.id}\ndirectory.id=${randomId()}\n`;
}

/** A UUID as Kafka writes it: 22 characters of base64url, not beginning with a dash. */
export function randomId() {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? randomId() : id;
}

/** A short name for a content. @param {...(string | Buffer)} parts */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 12);
}
