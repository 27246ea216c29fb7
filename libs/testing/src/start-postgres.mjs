// Jest's global set-up, which must be a default export. Jest runs it outside its own module system,
// hence the loader.
import './load-sources.mjs';

const { startTestCluster } = await import('./test-cluster.ts');

export default startTestCluster;
