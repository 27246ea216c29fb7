import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { captureLogger, fixedClock, testDatabase } from '@cauce/testing';
import { openService, type SampleService } from '../test/open-service.js';
import { sampleMigrations } from '../test/sample-service.js';
import { BODY_LIMIT_BYTES } from './body-parsing.js';
import { MAX_JSON_DEPTH } from './read-json.js';

type Headers = Record<string, string>;
const json = { 'content-type': 'application/json' };
const order = { amount: { value: 8_500_000, currency: 'COP' }, reference: 'ORD-1' };

describe('an app made by createHttpApp', () => {
  const log = captureLogger();
  let service: SampleService;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    service = await openService({
      database: await testDatabase({ service: 'sample', migrations: sampleMigrations }),
      clock: fixedClock('2026-11-20T15:00:00Z'),
      logger: log.logger,
    });
    app = service.app;
  });
  afterAll(() => service.close());

  const ask = (
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
    url: string,
    headers: Headers = {},
    payload?: string | Buffer,
  ) => app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
  const post = (payload: string | Buffer, headers: Headers = {}) =>
    ask(
      'POST',
      '/v1/orders',
      { ...json, ...service.as('writer'), 'idempotency-key': 'bad', ...headers },
      payload,
    );

  describe('for a request that it cannot take', () => {
    const nested = (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
    const withField = (field: object) => JSON.stringify({ ...order, ...field });
    const long = 'x'.repeat(BODY_LIMIT_BYTES);

    it.each<[string, string | Buffer, number, string, string[]]>([
      ['half a body', '{"amount":', 400, 'INVALID_REQUEST', []],
      ['no body', '', 400, 'INVALID_REQUEST', ['']],
      ['a body that is a list', '[]', 400, 'INVALID_REQUEST', ['']],
      ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'INVALID_REQUEST', []],
      ['a body of 64 kB and a little', `"${long}"`, 413, 'PAYLOAD_TOO_LARGE', []],
      [
        'too deep a body',
        nested(MAX_JSON_DEPTH + 1),
        400,
        'INVALID_REQUEST',
        ['/a'.repeat(MAX_JSON_DEPTH)],
      ],
      ['__proto__', '{"__proto__":{"admin":true}}', 400, 'INVALID_REQUEST', ['/__proto__']],
      [
        'constructor',
        withField({ metadata: { constructor: 'x' } }),
        400,
        'INVALID_REQUEST',
        ['/metadata/constructor'],
      ],
      ['a NUL', withField({ reference: 'a\u0000' }), 400, 'INVALID_REQUEST', ['/reference']],
      [
        'an unknown field',
        withField({ merchantId: 'mer_2' }),
        400,
        'INVALID_REQUEST',
        ['/merchantId'],
      ],
      [
        'an unknown inner field',
        withField({ amount: { ...order.amount, x: 1 } }),
        400,
        'INVALID_REQUEST',
        ['/amount/x'],
      ],
      ['missing fields', '{}', 400, 'INVALID_REQUEST', ['/amount', '/reference']],
      [
        'a text for a number',
        withField({ amount: { value: '1', currency: 'COP' } }),
        400,
        'INVALID_REQUEST',
        ['/amount/value'],
      ],
      [
        'an amount of zero',
        withField({ amount: { value: 0, currency: 'COP' } }),
        400,
        'INVALID_REQUEST',
        ['/amount/value'],
      ],
    ])('answers %s with a problem', async (_, body, status, code, pointers) => {
      const answer = await post(body);
      const problem = answer.json<{ errors?: { pointer: string }[] }>();
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        status,
        'application/problem+json; charset=utf-8',
      ]);
      expect(problem).toMatchObject({
        type: `https://cauce.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`,
        title: expect.any(String),
        detail: expect.any(String),
        status,
        code,
        instance: '/v1/orders',
        requestId: answer.headers['x-request-id'],
        retryable: false,
      });
      expect((problem.errors ?? []).map(({ pointer }) => pointer)).toEqual(pointers);
    });

    it.each<[string, Headers, string, number, string]>([
      [
        'a form',
        { 'content-type': 'application/x-www-form-urlencoded' },
        'a=1',
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['plain text', { 'content-type': 'text/plain' }, 'hello', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        'a merge patch',
        { 'content-type': 'application/merge-patch+json' },
        '{}',
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['no content type', { 'content-type': '' }, '{}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['a compressed body', { 'content-encoding': 'gzip' }, '{}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
      [
        'no Idempotency-Key',
        { 'idempotency-key': '' },
        JSON.stringify(order),
        400,
        'MISSING_IDEMPOTENCY_KEY',
      ],
      [
        'a long Idempotency-Key',
        { 'idempotency-key': 'k'.repeat(256) },
        JSON.stringify(order),
        400,
        'INVALID_REQUEST',
      ],
    ])('answers %s with a problem', async (_, headers, body, status, code) => {
      const answer = await post(body, headers);
      expect([answer.statusCode, answer.json()]).toMatchObject([status, { status, code }]);
    });

    it.each<[string, 'GET' | 'POST' | 'DELETE', string, number, object]>([
      ['a malformed id', 'GET', '/v1/orders/12', 404, { code: 'NOT_FOUND' }],
      ['a NUL in an id', 'GET', '/v1/orders/%00', 404, { code: 'NOT_FOUND' }],
      ['an id that is not UTF-8', 'GET', '/v1/orders/%ff', 400, { code: 'INVALID_REQUEST' }],
      ['an endless id', 'GET', `/v1/orders/${'x'.repeat(300)}`, 414, { code: 'URI_TOO_LONG' }],
      ['an unknown id', 'GET', `/v1/orders/ord_${'0'.repeat(26)}`, 404, { code: 'NOT_FOUND' }],
      [
        'an unknown path',
        'POST',
        '/v1/nothing',
        404,
        { code: 'NOT_FOUND', instance: '/v1/nothing' },
      ],
      ['another method', 'DELETE', '/v1/orders', 405, { code: 'METHOD_NOT_ALLOWED' }],
      [
        'too high a limit',
        'GET',
        '/v1/orders?limit=101',
        400,
        { errors: [{ pointer: '?limit', code: 'too_big' }] },
      ],
      [
        'an unknown parameter',
        'GET',
        '/v1/orders?merchantId=x',
        400,
        { errors: [{ pointer: '?merchantId', code: 'unknown_field' }] },
      ],
      [
        'a parameter given twice',
        'GET',
        '/v1/orders?after=a&after=b',
        400,
        { errors: [{ pointer: '?after' }] },
      ],
      ['a false cursor', 'GET', '/v1/orders?after=zzz', 400, { errors: [{ pointer: '?after' }] }],
      [
        'a NUL in a parameter',
        'GET',
        '/v1/orders?reference=%00',
        400,
        { errors: [{ pointer: '?reference' }] },
      ],
      [
        '__proto__ in the query',
        'GET',
        '/v1/orders?__proto__=1',
        400,
        { errors: [{ pointer: '?__proto__' }] },
      ],
    ])('answers %s with a problem', async (_, method, url, status, problem) => {
      const answer = await ask(method, url, service.as('reader'));
      expect([answer.statusCode, answer.json()]).toMatchObject([status, problem]);
    });

    it('says which methods a resource has', async () => {
      expect((await ask('DELETE', '/v1/orders')).headers['allow']).toBe('GET, HEAD, POST');
    });

    it('answers headers that are too large, and bytes that are not HTTP', async () => {
      const large = await service.send(
        `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(9_000)}\r\n\r\n`,
      );
      expect(large).toMatch(/^HTTP\/1.1 431 .*"code":"HEADERS_TOO_LARGE"/s);
      expect(await service.send('what?\r\n\r\n')).toMatch(
        /^HTTP\/1.1 400 .*"code":"INVALID_REQUEST"/s,
      );
    });
  });

  describe('for what goes wrong inside', () => {
    it.each([
      ['a bug', '/edge/bug', 500, 'INTERNAL', undefined],
      ['a refused statement', '/edge/bad-sql', 500, 'INTERNAL', undefined],
      ['a database that shuts down', '/edge/shutdown', 503, 'NOT_AVAILABLE', '2'],
      ['a provider that is silent', '/edge/silent', 502, 'PROVIDER_SILENT', '5'],
    ])('answers %s without saying more than its code', async (_, url, status, code, retryAfter) => {
      const answer = await ask('GET', url);
      expect([answer.statusCode, answer.json(), answer.headers['retry-after']]).toMatchObject([
        status,
        { code, retryable: true },
        retryAfter,
      ]);
      expect(answer.body).not.toMatch(/canary|TypeError| at |\.ts|\.js|syntax|integer/);
    });

    it('tells the outcome at a provider, and keeps facts to itself', async () => {
      expect((await ask('GET', '/edge/silent')).json()).toMatchObject({ outcome: 'unknown' });
      const closed = await ask('GET', '/edge/closed');
      expect(closed.json()).toMatchObject({ code: 'ORDER_CLOSED', detail: 'Closed yesterday' });
      expect(closed.body).not.toContain('canary');
    });
  });

  describe('request ids', () => {
    it.each([
      ['the caller’s own', 'my-request/1', true],
      ['128 characters', 'r'.repeat(128), true],
      ['129 characters', 'r'.repeat(129), false],
      ['white space', 'my request', false],
      ['other than ASCII', 'petición', false],
    ])('%s: kept or replaced', async (_, given, kept) => {
      const { headers } = await ask('GET', '/healthz', { 'x-request-id': given });
      if (kept) expect(headers['x-request-id']).toBe(given);
      else expect(headers['x-request-id']).toMatch(/^req_[0-9a-z]{26}$/);
    });
  });

  describe('raw routes', () => {
    it.each([
      ['odd white space', json, '{ "a" :\t1 ,\r\n "b":2}\n'],
      ['an escape kept as it was written', json, '{"n":"Mu\\u00f1oz"}'],
      ['the character itself', json, '{"n":"Muñoz"}'],
      ['duplicate keys', json, '{"a":1,"a":2}'],
      ['half a JSON', json, '{"a":'],
      ['a prototype key', json, '{"__proto__":1}'],
      [
        'a form',
        { 'content-type': 'application/x-www-form-urlencoded' },
        'x_ref=1&x_ref=2&n=Mu%F1oz',
      ],
      ['another type', { 'content-type': 'text/xml; charset=latin1' }, '<a/>'],
      ['nothing', {}, ''],
    ])('give the exact bytes: %s', async (_, headers, body) => {
      const answer = await ask('POST', '/edge/callbacks', headers, body);
      expect(answer.json()).toMatchObject({ bytes: Buffer.from(body).toString('hex') });
    });

    it('give bytes that are no text, and the query as it was sent', async () => {
      const bytes = Buffer.from([0, 0xf1, 0xff, 0x0a]);
      const url = '/edge/callbacks?b=%00&a=%F1&a=+&__proto__=1';
      expect((await ask('POST', url, json, bytes)).json()).toEqual({
        bytes: '00f1ff0a',
        query: 'b=%00&a=%F1&a=+&__proto__=1',
      });
      expect((await ask('GET', '/edge/callbacks?x=1%20')).json()).toEqual({ query: 'x=1%20' });
    });

    it('have the same limit of size', async () => {
      const limit = Buffer.alloc(BODY_LIMIT_BYTES, 'x');
      const over = Buffer.alloc(BODY_LIMIT_BYTES + 1, 'x');
      expect((await ask('POST', '/edge/callbacks', json, limit)).statusCode).toBe(201);
      expect((await ask('POST', '/edge/callbacks', json, over)).statusCode).toBe(413);
    });
  });

  describe('the operations routes', () => {
    it('are public', async () => {
      const paths = ['/healthz', '/readyz', '/metrics', '/version', '/docs', '/openapi.json'];
      const statuses = await Promise.all(
        paths.map(async (path) => (await ask('GET', path)).statusCode),
      );
      expect(statuses).toEqual(paths.map(() => 200));
    });

    it('say that the service is not ready, and not why', async () => {
      service.breakDependency('canary-host:5432 refused');
      const answer = await ask('GET', '/readyz');
      service.breakDependency(null);
      expect([answer.statusCode, answer.json()]).toEqual([
        503,
        { ok: false, checks: { dependency: 'failing' } },
      ]);
    });

    it('measure requests by route template, never by path', async () => {
      await ask('GET', '/v1/orders/canary-path');
      await ask('GET', '/canary-nowhere');
      const { body } = await ask('GET', '/metrics');
      expect(body).toMatch(/_count\{[^}]*route="\/v1\/orders\/:id",status="4xx"/);
      expect(body).toMatch(/_count\{[^}]*route="unmatched",status="4xx"/);
      expect(body).not.toContain('canary');
    });
  });

  it('sends security headers, and lets nobody store an answer', async () => {
    const { headers } = await ask('GET', '/v1/orders', service.as('reader'));
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });

  it('serves its documentation from its own files alone', async () => {
    const { body } = await ask('GET', '/docs');
    const sources = [...body.matchAll(/(?:src|href)=['"]([^'"#]+)/g)].map(([, source]) => source);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const answer = await ask('GET', new URL(source ?? '', 'http://x/docs').pathname);
      expect([source, answer.statusCode]).toEqual([source, 200]);
    }
  });

  it('logs one line a request, with nothing of what was sent or answered in it', async () => {
    const before = log.lines.length;
    await post(JSON.stringify({ ...order, reference: 'canary-body' }), {
      'idempotency-key': 'log',
    });
    await ask('GET', '/v1/orders?reference=canary-query', {
      ...service.as('reader'),
      cookie: 'canary=1',
      'user-agent': 'canary',
    });
    await post('{"canary":', { authorization: 'Bearer canary' });
    await ask('GET', '/canary-path?canary');
    await ask('GET', '/v1/orders/canary-id', service.as('reader'));
    await ask('GET', '/edge/bad-sql?canary');
    await ask('GET', '/edge/closed');
    const lines = log.lines.slice(before);
    const text = JSON.stringify(lines);
    expect(text).not.toContain('canary');
    expect(text).not.toContain(service.as('reader').authorization.slice(7));
    const served = lines.filter(({ msg }) => msg === 'request served');
    expect(served.map(({ route, status, code }) => [route, status, code])).toEqual([
      ['/v1/orders', 201, undefined],
      ['/v1/orders', 200, undefined],
      ['/v1/orders', 400, 'INVALID_REQUEST'],
      ['unmatched', 404, 'NOT_FOUND'],
      ['/v1/orders/:id', 404, 'NOT_FOUND'],
      ['/edge/bad-sql', 500, 'INTERNAL'],
      ['/edge/closed', 409, 'ORDER_CLOSED'],
    ]);
    expect(served[0]).toMatchObject({
      method: 'POST',
      merchantId: 'mer_1',
      requestId: expect.stringMatching(/^req_/),
      durationMs: expect.any(Number),
    });
  });
});
