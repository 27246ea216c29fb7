export { BusContext, type Effect } from './bus-context.js';
export { BusServer, type BusServerOptions } from './bus-server.js';
export type { Settlement } from './consumer-watch.js';
export { Consumes } from './consumes.js';
export { KafkaBus, type KafkaBusOptions } from './kafka-bus.js';
export { kafkaAddress, kafkaConfigSchema, type KafkaVariables } from './kafka.config.js';
export { applyTopics, checkTopics } from './kafka-topics.js';
export type { TopicDifference } from './topic-differences.js';
export { kafkaClient, type KafkaAddress } from './kafka-client.js';
export { LocalBus, type LocalBusOptions } from './local-bus.js';
export {
  BusStoppedError,
  type MessageBus,
  type PublishOptions,
  type Subscription,
} from './message-bus.js';
export { messagingMigrations } from './messaging-migrations.js';
export { newMessage, send, type MessageDraft } from './new-message.js';
export { hasUnsent } from './has-unsent.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
export { purgeInbox } from './purge-inbox.js';
export { replayAsked, type ReplayAskedOptions } from './replay-asked.js';
export { replayDeadLetter, type ReplayOptions } from './replay-dead-letter.js';
