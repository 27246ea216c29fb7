import { jest } from '@jest/globals';
import { newId } from '@cauce/config';
import { TOPICS } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';
import { RoutesService } from '../routing/routes.service.js';
import { KeepRulesJob } from './keep-rules.job.js';
import { MAX_RULES } from './routing-rules.schema.js';
import { RoutingRulesService } from './routing-rules.service.js';

const PAYU_FIRST = [{ name: 'payu-first', then: { prefer: ['efecty.payu'] } }];

describe('the routing rules', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
    const announcement = routeAnnouncement('efecty.payu');
    await router.deliver(
      TOPICS.connectorRoutes,
      router.message('connector.route_announced', announcement),
    );
  }, 60_000);
  afterAll(() => router?.close());

  const read = async () => router.ask('GET', '/v1/routing/rules', { as: 'operator' });
  const put = async (rules: unknown, ifMatch?: string, more: object = {}) =>
    router.ask('PUT', '/v1/routing/rules', {
      as: 'operator',
      body: { rules, ...more },
      ...(ifMatch === undefined ? {} : { ifMatch }),
    });
  const tag = async () => String((await read()).headers['etag']);
  const restore = async (version: number, key: string, ifMatch?: string) =>
    router.ask('POST', `/v1/routing/rules/versions/${version}/restore`, {
      as: 'operator',
      key,
      ifMatch: ifMatch ?? (await tag()),
      body: { reason: 'as before' },
    });
  const anotherProcess = () =>
    new RoutingRulesService(router.context, new RoutesService(router.context));
  const keeping = (rules: RoutingRulesService) =>
    new KeepRulesJob(router.context, rules, new RoutesService(router.context));
  const routeOf = async () => (await router.create(orderOnWire())).json();

  describe('in force', () => {
    it('are those of the configuration at first, as version 1', async () => {
      const answer = await read();
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['etag']).toBe('"1"');
      expect(answer.json()).toMatchObject({
        version: 1,
        reason: 'first start',
        activatedBy: 'cauce',
        restoredFrom: null,
        rules: [{ name: 'by-name', when: {} }],
      });
      expect(await routeOf()).toMatchObject({
        route: 'efecty.epayco',
        routing: { rulesVersion: 1, candidates: [{ rule: 'by-name' }, { rule: 'by-name' }] },
      });
    });

    it('change at once, whole, and every payment says which version it went by', async () => {
      const answer = await put(PAYU_FIRST, await tag(), { reason: 'PayU is cheaper this month' });
      expect(answer.statusCode).toBe(200);
      const { version, activatedBy, activatedAt } = answer.json();
      expect(answer.headers['etag']).toBe(`"${version}"`);
      expect(answer.json()).toMatchObject({
        reason: 'PayU is cheaper this month',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        rules: [{ name: 'payu-first', when: {}, then: { prefer: ['efecty.payu'] } }],
      });
      expect(activatedBy).toMatch(/^\w+$/);
      expect(activatedAt).toBe(router.clock.now().toISOString());
      expect(await routeOf()).toMatchObject({
        route: 'efecty.payu',
        routing: {
          rulesVersion: version,
          candidates: [
            { route: 'efecty.payu', chosen: true, rule: 'payu-first' },
            { route: 'efecty.epayco', chosen: false, reason: 'not_first', rule: 'payu-first' },
          ],
        },
      });
    });

    it('hold for fallbacks: a route that a rule refuses is no second choice', async () => {
      const deny = {
        name: 'no-epayco',
        when: { metadata: { cart: ['7'] } },
        then: { deny: ['efecty.epayco'] },
      };
      expect((await put([deny, ...PAYU_FIRST], await tag())).statusCode).toBe(200);
      router.answer = ({ route }) =>
        route === 'efecty.payu'
          ? { outcome: 'rejected', reason: 'down_for_us', reroutable: true }
          : {};
      const body = { ...orderOnWire(), metadata: { cart: '7' } };
      const payment = (await router.create(body)).json();
      expect(payment.status).toBe('failed');
      expect(payment.attempts).toHaveLength(1);
    });
  });

  describe('are refused', () => {
    it('without the version that they follow, or with an old one', async () => {
      expect((await put(PAYU_FIRST)).json()).toMatchObject({
        status: 428,
        code: 'PRECONDITION_REQUIRED',
      });
      const other = [{ name: 'other', then: { cheapest: true } }];
      expect((await put(other, '"1"')).json()).toMatchObject({
        status: 412,
        code: 'RULES_CHANGED',
      });
    });

    it('where they do not do what they say, by name and place', async () => {
      const before = await tag();
      const rules = [
        { name: 'all', then: { prefer: ['efecty.payu'] } },
        { name: 'late', when: { documents: ['NIT'] }, then: { prefer: ['efecty.epayco'] } },
      ];
      const answer = await put(rules, before);
      expect(answer.json()).toMatchObject({
        status: 422,
        code: 'RULES_REFUSED',
        errors: [
          { pointer: '/rules/1', code: 'shadowed', detail: expect.stringContaining('(all)') },
        ],
      });
      expect(await tag()).toBe(before);
    });

    it('where they have no form, field by field', async () => {
      const answer = await put([{ name: 'x', then: { deny: ['efecty'] } }], await tag());
      expect(answer.json()).toMatchObject({
        status: 400,
        errors: [{ pointer: '/rules/0/then/deny/0' }],
      });
    });

    it.each(['shop', 'meddler'] as const)(
      'from merchants, who do not see them (%s)',
      async (as) => {
        const body = { rules: [] };
        const versions = '/v1/routing/rules/versions';
        for (const answer of [
          await router.ask('PUT', '/v1/routing/rules', { as, ifMatch: '"1"', body }),
          await router.ask('GET', '/v1/routing/rules', { as }),
          await router.ask('GET', versions, { as }),
          await router.ask('GET', `${versions}/1`, { as }),
          await router.ask('POST', `${versions}/1/restore`, {
            as,
            ifMatch: '"1"',
            body: { reason: 'mine' },
          }),
          await router.ask('POST', '/v1/routing/dry-run', { as, body: { rules: body } }),
        ]) {
          expect(answer.statusCode).toBe(403);
        }
      },
    );
  });

  it('of two operators at once are one’s: the other is told', async () => {
    const ifMatch = await tag();
    const documents = ['a', 'b', 'c', 'd'].map((name) => [{ ...PAYU_FIRST[0], name }]);
    const answers = await Promise.all(documents.map((rules) => put(rules, ifMatch)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412, 412, 412]);
  });

  it('that are sent again over the same version are a repeated request', async () => {
    const ifMatch = await tag();
    const first = await put(PAYU_FIRST, ifMatch);
    const again = await put(PAYU_FIRST, ifMatch);
    expect(again.statusCode).toBe(200);
    expect(again.json()).toEqual(first.json());
  });

  it('may be as many as there may be', async () => {
    const rules = Array.from({ length: MAX_RULES }, (_, index) => ({
      name: `merchant-${index}`,
      description: 'as agreed with the merchant, until the end of the year',
      when: { merchants: [`mer_${index}`] },
      then: { prefer: ['efecty.payu'] },
    }));
    expect(JSON.stringify(rules).length).toBeGreaterThan(64 * 1_024);
    expect((await put(rules, await tag())).statusCode).toBe(200);
    const more = [...rules, { name: 'one-more', then: { cheapest: true } }];
    expect((await put(more, await tag())).json()).toMatchObject({
      errors: [{ pointer: '/rules', code: 'too_big' }],
    });
  });

  describe('of before', () => {
    it('are listed, newest first, page by page', async () => {
      const versions: number[] = [];
      let next: string | null = null;
      do {
        const after: string = next === null ? '' : `&after=${next}`;
        const url = `/v1/routing/rules/versions?limit=2${after}`;
        const answer = await router.ask('GET', url, { as: 'operator' });
        const page = answer.json<{ data: { version: number }[]; next: string | null }>();
        versions.push(...page.data.map(({ version }) => version));
        next = page.next;
      } while (next !== null);
      expect(versions).toEqual(versions.map((_, index) => versions.length - index));
      expect(versions.at(-1)).toBe(1);
    });

    it('can be read and restored, as a new version, once for each key', async () => {
      const key = newId('idem');
      const answer = await restore(2, key);
      expect(answer.statusCode).toBe(201);
      const { version } = answer.json();
      expect(answer.json()).toMatchObject({ restoredFrom: 2, reason: 'as before' });
      const again = await restore(2, key);
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect(again.json().version).toBe(version);
      const url = `/v1/routing/rules/versions/${version}`;
      const read = (await router.ask('GET', url, { as: 'operator' })).json();
      expect(read.rules).toEqual([expect.objectContaining({ name: 'payu-first' })]);
      expect((await routeOf()).routing.rulesVersion).toBe(version);
    });

    it('can be restored although nobody has asked about routes lately', async () => {
      router.clock.advance(60_000);
      expect((await restore(2, newId('idem'))).statusCode).toBe(201);
    });

    it('pass the checks again: the routes that they name may be gone', async () => {
      const answer = await restore(1, newId('idem'));
      expect(answer.json()).toMatchObject({ code: 'RULES_REFUSED', status: 422 });
    });

    it('are not restored over rules that nobody has read', async () => {
      const answer = await restore(2, newId('idem'), '"1"');
      expect(answer.json()).toMatchObject({ status: 412, code: 'RULES_CHANGED' });
      const without = await router.ask('POST', '/v1/routing/rules/versions/2/restore', {
        as: 'operator',
        body: { reason: 'as before' },
      });
      expect(without.statusCode).toBe(428);
    });

    it('are restored once, of many at once', async () => {
      const ifMatch = await tag();
      const answers = await Promise.all([1, 2, 3].map(() => restore(2, newId('idem'), ifMatch)));
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 412, 412]);
    });

    it('are not found where there are none', async () => {
      expect((await restore(9_999, newId('idem'))).json()).toMatchObject({
        status: 404,
        code: 'RULES_VERSION_NOT_FOUND',
      });
    });

    it('cannot be rewritten by the service itself', async () => {
      for (const sql of [
        `update routing_rules set document = '{}' where version = 1`,
        'delete from routing_rules where version = 1',
      ]) {
        await expect(router.database.reads.execute(sql)).rejects.toThrow('permission denied');
      }
    });
  });

  it('reach the other processes within a turn of theirs', async () => {
    const other = anotherProcess();
    await keeping(other).run();
    const answer = await put([{ name: 'news', then: { cheapest: true } }], await tag());
    expect(other.inForce.version).toBe(answer.json().version - 1);
    await keeping(other).run();
    expect(other.inForce.version).toBe(answer.json().version);
  });

  it('that no longer fit the routes are told of once', async () => {
    const other = anotherProcess();
    await other.refresh();
    const job = keeping(other);
    const told = () =>
      router.log.lines.filter(
        (line) => line.msg === 'routing rules in force do not fit the routes',
      );
    await job.check();
    expect(told()).toEqual([]);
    await put([{ name: 'payu', then: { prefer: ['efecty.payu'] } }], await tag());
    await other.refresh();
    await router.database.reads.execute(`delete from routes where route = 'efecty.payu'`);
    router.clock.advance(60_000);
    await job.check();
    await job.check();
    expect(told()).toEqual([
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'unknown_route' })] }),
    ]);
    await router.deliver(
      TOPICS.connectorRoutes,
      router.message('connector.route_announced', routeAnnouncement('efecty.payu')),
    );
  });

  it('are checked again only where they or the routes have changed', async () => {
    const other = anotherProcess();
    await other.refresh();
    const job = keeping(other);
    const checks = jest.spyOn(other, 'problems');
    const checkAfter = async (change: () => Promise<unknown>) => {
      await change();
      await other.refresh();
      router.clock.advance(60_000);
      await job.check();
      return checks.mock.calls.length;
    };
    const announce = (commitment: { monthlyPayments: number }) =>
      router.deliver(
        TOPICS.connectorRoutes,
        router.message(
          'connector.route_announced',
          routeAnnouncement('efecty.payu', { commitment }),
        ),
      );
    expect(await checkAfter(() => announce({ monthlyPayments: 1 }))).toBe(1);
    expect(await checkAfter(() => announce({ monthlyPayments: 1 }))).toBe(1);
    expect(await checkAfter(() => announce({ monthlyPayments: 2 }))).toBe(2);
    const rules = [{ name: 'other', then: { cheapest: true } }];
    expect(await checkAfter(async () => put(rules, await tag()))).toBe(3);
  });

  it('that are not what was activated are never followed', async () => {
    const other = anotherProcess();
    await other.refresh();
    const { version } = other.inForce;
    await router.database.reads.execute(
      `insert into routing_rules (version, document, hash, reason, activated_by, activated_at)
       values ($1, '{"rules":[]}', repeat('0', 64), '', 'somebody', now())`,
      [version + 1],
    );
    await expect(other.refresh()).rejects.toThrow(/have hash .* activated with 0000/);
    expect(other.inForce.version).toBe(version);
    expect((await routeOf()).routing.rulesVersion).toBe(version);
  });
});
