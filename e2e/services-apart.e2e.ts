import { jest } from '@jest/globals';
import { dayOf } from '@cauce/calendar';
import { kafkaClient } from '@cauce/messaging';
import { describeWithKafkaCluster, KafkaCluster, silentLogger } from '@cauce/testing';
import { until } from './api-client.js';
import { Fleet, type InstanceName } from './fleet.js';
import { expectEveryShopperServed, Load, RECOVERS_WITHIN_MS } from './load.js';

jest.setTimeout(240_000);

describeWithKafkaCluster('every service as a process of its own, under load', () => {
  let cluster: KafkaCluster;
  let fleet: Fleet;
  let paid = 0;

  beforeAll(async () => {
    cluster = await KafkaCluster.start(1);
    fleet = await Fleet.start(cluster.bootstrap);
  });
  afterAll(async () => {
    await fleet?.stop();
    await cluster?.stop();
  });

  /** Shoppers of this story, and of those before it. */
  async function expectAllWell(load: Load): Promise<void> {
    paid += await expectEveryShopperServed(fleet, load, paid);
  }

  async function membersOf(group: string): Promise<number> {
    const admin = kafkaClient(
      { brokers: cluster.bootstrap, clientId: 'test' },
      silentLogger(),
    ).admin();
    await admin.connect();
    try {
      const { groups } = await admin.describeGroups([group]);
      return groups[0]?.members.length ?? 0;
    } finally {
      await admin.disconnect();
    }
  }

  /** The broker has given a frozen member's partitions to the others, if there are any. */
  async function isLeftOut(group: string, members: number): Promise<void> {
    await until(
      () => membersOf(group),
      (found) => found < members,
      30_000,
    );
  }

  it('collects, posts and reconciles', async () => {
    const load = new Load(fleet);
    await load.more(5);
    await expectAllWell(load);
    const today = dayOf(new Date());
    await fleet.sandbox.settle(today);
    const day = await until(
      () =>
        fleet
          .api('reconciliation', 'operator')
          .get<{ status: string }>(`/v1/reconciliation/days/${today}?route=efecty.epayco`),
      (answer) => answer.status === 'matched',
    );
    expect(day).toMatchObject({ matched: { count: paid }, breaks: { count: 0 } });
  });

  it('loses and doubles nothing while routers and connectors are restarted one by one', async () => {
    const load = new Load(fleet);
    const rolling: InstanceName[] = [
      'router-1',
      'connector-1',
      'router-2',
      'connector-2',
      'ledger',
    ];
    for (const name of rolling) {
      await load.more(8);
      expect(await fleet.of(name).terminate()).toBe(0);
      await fleet.of(name).start();
    }
    await load.more(8);
    await expectAllWell(load);
  });

  it.each<[InstanceName, string, number]>([
    ['connector-2', 'connector-efecty', 2],
    ['router-2', 'router', 2],
    ['ledger', 'ledger', 1],
  ])('stands a %s that was frozen past its session and goes on', async (name, group, members) => {
    const load = new Load(fleet);
    await load.more(8);
    await until(
      () => membersOf(group),
      (found) => found === members,
    );
    fleet.of(name).freeze();
    await isLeftOut(group, members);
    fleet.of(name).thaw();
    await load.more(8);
    await expectAllWell(load);
  });

  it('gets on by itself after the broker was killed and started again', async () => {
    const load = new Load(fleet);
    await load.more(8);
    await cluster.kill(1);
    await load.more(8);
    await cluster.restart(1);
    await load.servesWithin(RECOVERS_WITHIN_MS);
    await load.more(8);
    await expectAllWell(load);
  });
});
