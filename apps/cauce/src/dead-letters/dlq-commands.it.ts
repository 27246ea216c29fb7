import { Database } from '@cauce/database';
import { dropDatabase, freshDatabaseUrl, silentLogger } from '@cauce/testing';
import { typed } from '../fixtures/typed.js';
import { serviceNamed } from '../services.js';

describe('cauce dlq, on the PostgreSQL of CAUCE_DATABASE_URL', () => {
  let url = '';
  let ledger: Database;

  beforeAll(async () => {
    url = await freshDatabaseUrl();
    const { storage } = serviceNamed('ledger');
    ledger = await Database.open({ ...storage, service: 'ledger', url, logger: silentLogger() });
  }, 60_000);
  afterAll(async () => {
    await ledger?.close();
    await dropDatabase(url);
  });
  beforeEach(() => ledger.reads.execute('delete from dead_letter'));

  const dlq = (...argv: string[]) => typed(['dlq', ...argv], { CAUCE_DATABASE_URL: url });

  /** @returns the id of a letter that the ledger gave up on */
  async function died(key: string): Promise<string> {
    const [row] = await ledger.reads.query<{ id: string }>(
      `insert into dead_letter (consumer, topic, key, message_id, message, reason, error, attempts, died_at, partition, log_offset)
       values ('ledger', 'payments.events', $1, $1, '{"type":"payment.paid"}', 'failed',
         'no such account' || chr(10) || 'at post', 5, now(), 3, 41)
       returning id::text as id`,
      [key],
    );
    return row?.id ?? '';
  }

  it('says that there are none', async () => {
    expect(await dlq('list')).toEqual({ code: 0, out: 'There are no dead letters.\n', err: '' });
  });

  it('lists those of every service, oldest first, each with its place and its reason in a line', async () => {
    const [first, second] = [await died('pay_1'), await died('pay_2')];
    const { code, out } = await dlq('list');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(
        new RegExp(
          `^ledger ${first} .*payments\\.events at 3:41  pay_1  failed after 5: no such account$`,
        ),
      ),
      expect.stringMatching(new RegExp(`^ledger ${second} .* pay_2 `)),
      '',
    ]);
    expect((await dlq('list', 'router')).out).toBe('There are no dead letters.\n');
  });

  it('shows one whole', async () => {
    const { out } = await dlq('show', 'ledger', await died('pay_3'));
    expect(JSON.parse(out)).toMatchObject({
      service: 'ledger',
      key: 'pay_3',
      message: { type: 'payment.paid' },
      error: 'no such account\nat post',
    });
  });

  it('asks for a replay, which the list then tells', async () => {
    const id = await died('pay_4');
    expect(await dlq('replay', 'ledger', id)).toMatchObject({ code: 0, err: '' });
    expect((await dlq('list', 'ledger')).out).toContain(', replay asked for: no such account');
  });

  it.each(['show', 'replay'])('%s of one that is not there is refused', async (verb) => {
    expect(await dlq(verb, 'ledger', '99')).toEqual({
      code: 1,
      out: '',
      err: 'ledger has no dead letter 99.\n',
    });
  });
});
