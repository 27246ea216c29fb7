export { BusContext, type Effect } from './bus-context.js';
export { BusServer, type BusServerOptions } from './bus-server.js';
export type { Settlement } from './consumer-watch.js';
export { Consumes } from './consumes.js';
export { LocalBus, type LocalBusOptions } from './local-bus.js';
export {
  BusStoppedError,
  type MessageBus,
  type PublishOptions,
  type Subscription,
} from './message-bus.js';
export { messagingMigrations } from './messaging-migrations.js';
export { newMessage, send, type MessageDraft } from './new-message.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
export { purgeInbox } from './purge-inbox.js';
export { replayDeadLetter, type ReplayOptions } from './replay-dead-letter.js';
