export { describeUnless } from './describe-unless.js';
export { eventually } from './eventually.js';
export { fixedClock, type FixedClock } from './fixed-clock.js';
export { freePort } from './free-port.js';
export { KafkaCluster } from './kafka-cluster.js';
export { captureLogger, silentLogger, type LogLine } from './logs.js';
export { startScript, type Script } from './script.js';
export { startTestCluster, stopTestCluster } from './test-cluster.js';
export {
  dropDatabase,
  freshDatabaseUrl,
  testDatabase,
  type TestDatabase,
} from './test-database.js';
export { describeWithKafka, describeWithKafkaCluster, kafkaForTests } from './test-kafka.js';
