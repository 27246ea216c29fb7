import { Controller, Get, Module, Post, Body } from '@nestjs/common';
import { Health, Metrics } from '@cauce/observability';
import { fixedClock, silentLogger, testDatabase } from '@cauce/testing';
import { ApiKeyDirectory } from './api-key-directory.js';
import { createHttpApp } from './http-app.js';
import { Public } from './access.js';
import { routesOf, type Route } from './routes.js';
import { openService, type SampleService } from '../test/open-service.js';
import { sampleMigrations } from '../test/sample-service.js';

describe('access', () => {
  let service: SampleService;
  let closed: Route[];

  beforeAll(async () => {
    service = await openService({
      database: await testDatabase({ service: 'sample', migrations: sampleMigrations }),
      clock: fixedClock('2026-11-20T15:00:00Z'),
      logger: silentLogger(),
    });
    closed = routesOf(service.app).filter(({ access }) => access?.kind !== 'public');
  });
  afterAll(() => service.close());

  const call = async (route: Route, headers: Record<string, string>) => {
    const url = route.path.replace(/:\w+/g, 'x');
    const { statusCode } = await service.app.inject({
      method: route.method as 'GET',
      url,
      headers,
    });
    return [`${route.method} ${route.path}`, statusCode];
  };
  const walk = (headers: Record<string, string>) =>
    Promise.all(closed.map((route) => call(route, headers)));
  const everyRouteAnswers = (status: number) =>
    closed.map(({ method, path }) => [`${method} ${path}`, status]);

  it('is what only these routes do not ask for', () => {
    const open = routesOf(service.app).filter(({ access }) => access?.kind === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /edge/bad-sql',
      'GET /edge/bug',
      'GET /edge/callbacks',
      'GET /edge/closed',
      'GET /edge/shutdown',
      'GET /edge/silent',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      'GET /version',
      'POST /edge/callbacks',
      'POST /edge/traced',
    ]);
    expect(closed).toHaveLength(4);
  });

  it.each([
    ['no key', {}],
    ['an empty key', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['a word', { authorization: 'Bearer nonsense' }],
    ['a key in the wrong place', { 'x-api-key': 'cauce_test_x' }],
  ])('is refused to every caller with %s: 401', async (_, headers) => {
    expect(await walk(headers)).toEqual(everyRouteAnswers(401));
  });

  it('is refused to every caller with a revoked key, whatever it could do: 401', async () => {
    expect(await walk(service.as('revoked'))).toEqual(everyRouteAnswers(401));
  });

  it('is refused to every caller whose key has another scope: 403', async () => {
    expect(await walk(service.as('ledger'))).toEqual(everyRouteAnswers(403));
  });

  it('holds for HEAD as for GET', async () => {
    const { statusCode } = await service.app.inject({ method: 'HEAD', url: '/v1/orders' });
    expect(statusCode).toBe(401);
  });

  it('says how to ask for it', async () => {
    const { headers } = await service.app.inject('/v1/orders');
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it('is given to admin everywhere, but not the place of a merchant', async () => {
    const operators = await service.app.inject({
      url: '/edge/operators',
      headers: service.as('admin'),
    });
    expect([operators.statusCode, operators.json()]).toEqual([200, { merchantId: null }]);
    const orders = await service.app.inject({ url: '/v1/orders', headers: service.as('admin') });
    expect(orders.json()).toMatchObject({ status: 403, code: 'FORBIDDEN_OPERATOR_KEY' });
  });

  it('gives a merchant nothing of another: 404, and an empty list', async () => {
    const payload = { amount: { value: 1, currency: 'COP' }, reference: 'r' };
    const headers = { ...service.as('writer'), 'idempotency-key': 'own' };
    const made = await service.app.inject({ method: 'POST', url: '/v1/orders', headers, payload });
    const url = made.headers['location'] as string;
    const seenBy = async (name: 'writer' | 'other') =>
      (await service.app.inject({ url, headers: service.as(name) })).statusCode;
    expect([await seenBy('writer'), await seenBy('other')]).toEqual([200, 404]);
    const list = await service.app.inject({ url: '/v1/orders', headers: service.as('other') });
    expect(list.json()).toEqual({ data: [], next: null });
  });
});

describe('a route that nobody decided about', () => {
  @Controller('v1/doors')
  class DoorsController {
    @Get()
    open(): string {
      return 'open';
    }

    @Post('knock')
    @Public()
    knock(@Body() body: unknown): unknown {
      return body;
    }
  }

  @Module({ controllers: [DoorsController] })
  class DoorsModule {}

  it('is refused by name when the process starts', async () => {
    const database = await testDatabase({ service: 'sample', migrations: [] });
    const clock = fixedClock('2026-11-20T15:00:00Z');
    const starting = createHttpApp({
      module: DoorsModule,
      apiKeys: new ApiKeyDirectory(database, clock),
      logger: silentLogger(),
      metrics: new Metrics(),
      health: new Health(),
      clock,
    });
    await expect(starting).rejects.toThrow(
      /DoorsController\.open \(GET \/v1\/doors\) has neither @Scopes\(…\) nor @Public\(\)\n.*DoorsController\.knock \(POST \/v1\/doors\/knock\) takes @Body without a schema/,
    );
    await database.close();
  });
});
