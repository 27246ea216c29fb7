// Two projects: `unit` needs nothing but Node; `system` gets a real PostgreSQL from its
// global set-up, and a Kafka when a suite asks for it.
const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  swcrc: false,
};

/** Ends tests that hang; how fast something is, benchmarks tell. Machines that tests share can be very slow. */
const HANGS_AFTER_MS = 60_000;

const project = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', swc] },
  testEnvironmentOptions: { customExportConditions: ['@cauce/source', 'node', 'node-addons'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/.cache/', '/.cauce/'],
};

export default {
  maxWorkers: 3,
  testTimeout: HANGS_AFTER_MS,
  workerIdleMemoryLimit: '768MB',
  projects: [
    { ...project, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,tools}/**/*.spec.ts'] },
    {
      ...project,
      displayName: 'system',
      testMatch: [
        '<rootDir>/{apps,libs,tools}/**/*.{it,contract}.ts',
        '<rootDir>/e2e/!(services-apart|brokers-fail|routers-together).e2e.ts',
      ],
      globalSetup: '<rootDir>/libs/testing/src/start-servers.mjs',
      globalTeardown: '<rootDir>/libs/testing/src/stop-servers.mjs',
    },
    {
      ...project,
      displayName: 'kafka',
      // The stories again, with a broker between the services; two do not tell of messages, one is long.
      testMatch: ['<rootDir>/e2e/!(bad-input|start-and-demo|random-payments).e2e.ts'],
      setupFiles: ['<rootDir>/e2e/over-kafka.mjs'],
      globalSetup: '<rootDir>/libs/testing/src/start-servers.mjs',
      globalTeardown: '<rootDir>/libs/testing/src/stop-servers.mjs',
    },
  ],
};
