// Jest's global teardown, which must be a default export.
import './load-sources.mjs';

const { stopTestCluster } = await import('./test-cluster.ts');
const { stopTestKafka } = await import('./test-kafka.ts');

export default async function stopServers() {
  await Promise.all([stopTestCluster(), stopTestKafka()]);
}
