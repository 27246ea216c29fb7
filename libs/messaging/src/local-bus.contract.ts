import { messageBusContract } from './fixtures/message-bus-contract.js';
import { LocalBus } from './local-bus.js';

messageBusContract('the local bus', async ({ logger, metrics, retryFirstMs }) => {
  return new LocalBus({ logger, metrics, retryFirstMs });
});
