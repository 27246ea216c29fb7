import { fixedClock, silentLogger, testDatabase } from '@cauce/testing';
import { openService, type SampleService } from '../test/open-service.js';
import { sampleMigrations } from '../test/sample-service.js';

const order = { amount: { value: 8_500_000, currency: 'COP' }, reference: 'ORD-1' };

describe('a create with an Idempotency-Key', () => {
  let service: SampleService;

  beforeAll(async () => {
    service = await openService({
      database: await testDatabase({ service: 'sample', migrations: sampleMigrations }),
      clock: fixedClock('2026-11-20T15:00:00Z'),
      logger: silentLogger(),
    });
  });
  afterAll(() => service.close());

  const create = (key: string, payload: object | string = order) =>
    service.app.inject({
      method: 'POST',
      url: '/v1/orders',
      headers: {
        ...service.as('writer'),
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      payload,
    });

  it('answers 201 with a location, and a repeat the same with the mark of a replay', async () => {
    const first = await create('one');
    const again = await create(
      '"one"',
      ' {"reference":"ORD-1", "amount":{"currency":"COP","value":8500000}}',
    );
    expect([first.statusCode, first.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(again.json()).toEqual(first.json());
    expect(first.headers['location']).toBe(`/v1/orders/${first.json<{ id: string }>().id}`);
  });

  it('answers 422 to another body', async () => {
    await create('two');
    const answer = await create('two', { ...order, reference: 'ORD-2' });
    expect(answer.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('makes one thing of a hundred at once: the others replay it or are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => create('rush')));
    const made = answers.filter(({ headers }) => headers['location']);
    expect(made).toHaveLength(1);
    for (const answer of answers) {
      const isReplay = answer.headers['idempotency-replayed'] === 'true';
      // A database that is too busy refuses as well, and may be asked again.
      const isToWait = answer.statusCode === 409 || answer.statusCode === 503;
      const isToldWhen = Number(answer.headers['retry-after']) >= 1;
      expect(made.includes(answer) || isReplay || (isToWait && isToldWhen)).toBe(true);
    }
    const list = await service.app.inject({ url: '/v1/orders', headers: service.as('reader') });
    const id = made[0]?.json<{ id: string }>().id;
    const { data } = list.json<{ data: { id: string }[] }>();
    expect(data.filter((one) => one.id === id)).toHaveLength(1);
  });

  it('lists what was made, newest first, page by page', async () => {
    for (let i = 0; i < 5; i += 1) await create(`page-${i}`, { ...order, reference: `P-${i}` });
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 10; page += 1) {
      const url = `/v1/orders?limit=2${after}`;
      const answer = await service.app.inject({ url, headers: service.as('reader') });
      const { data, next } = answer.json<{ data: { id: string }[]; next: string | null }>();
      seen.push(...data.map(({ id }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    const newestFirst = [...new Set(seen)].sort().reverse();
    expect(seen).toEqual(newestFirst);
    expect(seen).toHaveLength(8);
  });
});
