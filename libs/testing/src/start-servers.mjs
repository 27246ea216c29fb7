// Jest's global set-up, which must be a default export. Jest runs it outside its own module system,
// hence the loader. PostgreSQL starts here; Kafka when the first suite asks for it.
import './load-sources.mjs';

const { startTestCluster } = await import('./test-cluster.ts');
const { allowTestKafka } = await import('./kafka-cluster.ts');

export default async function startServers() {
  allowTestKafka();
  await startTestCluster();
}
