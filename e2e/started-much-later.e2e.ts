import { freshDatabaseUrl } from '@cauce/testing';
import pg from 'pg';
import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';

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
    await client.query(`update router.routes set announced_at = announced_at - interval '3 days'`);
    await client.end();
    await cauce.run();
    for (const method of ['efecty', 'baloto', 'puntored']) {
      const { status } = await until(
        () => cauce.api().create({ methods: [method] }, { prefer: 'wait=20' }),
        (answer) => answer.status !== 503,
      );
      expect(status).toBe(201);
    }
  }, 60_000);
});
