import { freshDatabaseUrl } from '@cauce/testing';
import pg from 'pg';
import { until, type Answer } from './api-client.js';
import { CauceProcess } from './cauce-process.js';

/** Requests in a row, any of which gives a Cauce that does not wait the time to say that it is ready. */
const REQUESTS = 20;

describe('a Cauce that is started on a database of long ago', () => {
  let cauce: CauceProcess;
  let databaseUrl: string;

  beforeAll(async () => {
    databaseUrl = await freshDatabaseUrl();
    cauce = await CauceProcess.start({ CAUCE_DATABASE_URL: databaseUrl });
  }, 90_000);
  afterAll(() => cauce?.stop());

  it('takes payments as soon as its connectors have announced their routes again', async () => {
    expect(await cauce.terminate()).toBe(0);
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      await client.query(
        `update router.routes set announced_at = announced_at - interval '3 days'`,
      );
      // It can be read, but no announcement is written until it is let go.
      await client.query('begin; lock table router.routes in exclusive mode');
      let isReady = false;
      const ready = cauce.run().then(() => (isReady = true));
      await until(
        () => methods().catch(() => null),
        (answer) => answer?.status === 200,
      );
      for (let request = 0; request < REQUESTS; request += 1) {
        expect((await methods()).body).toEqual({ data: [] });
      }
      expect(isReady).toBe(false);
      await client.query('commit');
      await ready;
    } finally {
      await client.end();
    }
    expect((await methods()).body.data).not.toEqual([]);

    // The first announcement is enough to be ready; those of other connectors are on their way.
    for (const method of ['efecty', 'baloto', 'puntored']) {
      const { status } = await until(
        () => cauce.api().create({ methods: [method] }, { prefer: 'wait=20' }),
        (answer) => answer.status !== 503,
      );
      expect(status).toBe(201);
    }
  }, 60_000);

  const methods = (): Promise<Answer<{ data: unknown[] }>> =>
    cauce.api().call('GET', '/v1/methods');
});
