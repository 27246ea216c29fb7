// Jest's global teardown, which must be a default export.
import './load-sources.mjs';

const { stopTestCluster } = await import('./test-cluster.ts');

export default stopTestCluster;
