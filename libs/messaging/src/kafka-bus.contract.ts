import { describeWithKafka } from '@cauce/testing';
import { keyApartFrom, KafkaWorld } from './fixtures/kafka-world.js';
import { messageBusContract } from './fixtures/message-bus-contract.js';

let world: KafkaWorld;

describeWithKafka('on a real broker', () => {
  beforeAll(async () => {
    world = await KafkaWorld.open();
  }, 120_000);

  messageBusContract('the kafka bus', async (parts) => world.bus(parts), keyApartFrom);
});
