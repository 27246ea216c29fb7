export { BusContext } from './bus-context.js';
export { BusServer } from './bus-server.js';
export { Consumes } from './consumes.js';
export { BusStoppedError, LocalBus } from './local-bus.js';
export type { MessageBus, PublishOptions, Subscription } from './message-bus.js';
export { messagingMigrations } from './messaging-migrations.js';
export { newMessage, send, type MessageDraft } from './new-message.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
