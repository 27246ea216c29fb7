import { describeWithKafka } from '@cauce/testing';
import { keyApartFrom, KafkaWorld } from './fixtures/kafka-world.js';
import { messageBusContract } from './fixtures/message-bus-contract.js';
import { apply, FACTS, instruments, openService } from './fixtures/message-world.js';

let world: KafkaWorld;

describeWithKafka('on a real broker', () => {
  beforeAll(async () => {
    world = await KafkaWorld.open();
  }, 120_000);

  messageBusContract('the kafka bus', async (parts) => world.bus(parts), keyApartFrom);

  it('counts its membership in a group: none at first, one, and none to count in the end', async () => {
    const database = await openService('test-member');
    const { metrics, log } = instruments();
    const bus = world.bus({ metrics, logger: log.logger });
    const membership = async () =>
      (await metrics.text())
        .split('\n')
        .filter((line) => line.startsWith('cauce_consumer_group_member{'));
    bus.subscribe({ topic: FACTS, group: 'test-member', database, handle: apply });
    const started = bus.start();
    expect(await membership()).toEqual(['cauce_consumer_group_member{consumer="test-member"} 0']);
    await started;
    expect(await membership()).toEqual(['cauce_consumer_group_member{consumer="test-member"} 1']);
    await bus.stop();
    expect(await membership()).toEqual([]);
    await database.close();
  }, 60_000);
});
