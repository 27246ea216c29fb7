import { jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@cauce/database';
import { kafkaClient } from '@cauce/messaging';
import { describeWithKafkaCluster, freePort, KafkaCluster, silentLogger } from '@cauce/testing';
import { until } from './api-client.js';
import { Fleet } from './fleet.js';
import { expectEveryShopperServed, Load, RECOVERS_WITHIN_MS } from './load.js';

jest.setTimeout(240_000);

const EVENTS = 'cauce.payments.events';

describeWithKafkaCluster('three brokers and a database, under load', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let cluster: KafkaCluster;
  let fleet: Fleet;
  let paid = 0;
  let restartPostgres: () => Promise<void>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-fleet-pg-'));
    const settings = { port: String(await freePort()), max_connections: '200' };
    const start = () =>
      EmbeddedPostgres.start({ dataDir: folder, logger: silentLogger(), settings });
    postgres = await start();
    restartPostgres = async () => {
      await postgres.stop();
      postgres = await start();
    };
    cluster = await KafkaCluster.start(3);
    fleet = await Fleet.start(cluster.bootstrap, { databaseUrl: postgres.url });
  });
  afterAll(async () => {
    await fleet?.stop();
    await cluster?.stop();
    await postgres?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** The broker that leads a partition of the payments' stories. */
  async function leader(): Promise<number> {
    const address = { brokers: cluster.bootstrap, clientId: 'test' };
    const admin = kafkaClient(address, silentLogger()).admin();
    await admin.connect();
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [EVENTS] });
      return topics[0]?.partitions.find((one) => one.partitionId === 0)?.leader ?? -1;
    } finally {
      await admin.disconnect();
    }
  }

  it('loses and doubles nothing while a leader dies and comes back', async () => {
    const load = new Load(fleet);
    await load.more(8);
    const dead = await leader();
    await cluster.kill(dead);
    await until(leader, (now) => now > 0 && now !== dead, 30_000);
    await load.more(8);
    await cluster.restart(dead);
    await load.servesWithin(RECOVERS_WITHIN_MS);
    await load.more(8);
    paid += await expectEveryShopperServed(fleet, load, paid);
  });

  it('loses and doubles nothing while PostgreSQL is restarted', async () => {
    const load = new Load(fleet);
    await load.more(8);
    await restartPostgres();
    await load.servesWithin(RECOVERS_WITHIN_MS);
    await load.more(8);
    paid += await expectEveryShopperServed(fleet, load, paid);
  });
});
