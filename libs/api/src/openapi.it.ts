import { fixedClock, silentLogger, testDatabase } from '@cauce/testing';
import { openService, type SampleService } from '../test/open-service.js';
import { sampleMigrations } from '../test/sample-service.js';

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

describe('the OpenAPI document', () => {
  let service: SampleService;
  let document: Document;
  let operations: { path: string; method: string; operation: Operation }[];

  beforeAll(async () => {
    service = await openService({
      database: await testDatabase({ service: 'sample', migrations: sampleMigrations }),
      clock: fixedClock('2026-11-20T15:00:00Z'),
      logger: silentLogger(),
    });
    document = (await service.app.inject('/openapi.json')).json();
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    );
  });
  afterAll(() => service.close());

  it('is OpenAPI 3.1 with a title and a version', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'Cauce', version: '0.1.0' });
  });

  it('has every route of the service, each under its own operation id', () => {
    expect(operations.map(({ path, method }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['post /v1/orders', 'get /v1/orders', 'get /v1/orders/{id}']),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('orders.create');
  });

  it('declares every parameter of every path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('has no reference that leads nowhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(5);
    for (const [, reference = ''] of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? reference;
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });

  it('uses JSON Schema 2020-12: none of the keywords that OpenAPI 3.0 had in its place', () => {
    const text = JSON.stringify(document);
    expect(text).not.toMatch(
      /"nullable":|"exclusiveM(in|ax)imum":(true|false)|"\$defs"|"\$schema"/,
    );
    expect(text).not.toContain('"undefined"');
  });

  it('describes bodies and answers by the schemas that validate them', () => {
    const create = document.paths['/v1/orders']?.['post'];
    expect(create?.requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/CreateOrder',
    });
    expect(document.components.schemas).toMatchObject({
      CreateOrder: { required: ['amount', 'reference'], additionalProperties: false },
      Money: { properties: { value: { type: 'integer' } } },
      Order: { type: 'object' },
    });
    expect(document.components.schemas['Order']).not.toHaveProperty('additionalProperties');
  });

  it('documents the security of every operation', () => {
    const securityOf = (path: string, method: string) => document.paths[path]?.[method]?.security;
    expect(document.components.securitySchemes['apiKey']).toMatchObject({
      type: 'http',
      scheme: 'bearer',
    });
    expect(securityOf('/v1/orders', 'post')).toEqual([{ apiKey: ['payments:write'] }]);
    expect(securityOf('/edge/bug', 'get')).toEqual([]);
    expect(securityOf('/edge/operators', 'get')).toEqual([{ apiKey: ['admin'] }]);
  });

  it('documents errors as problems, and only those that can come', () => {
    const errorsOf = (path: string, method: string) =>
      Object.entries(document.paths[path]?.[method]?.responses ?? {}).flatMap(
        ([status, { content }]) => (content?.['application/problem+json'] ? [Number(status)] : []),
      );
    expect(errorsOf('/v1/orders', 'post')).toEqual([400, 401, 403, 409, 413, 415, 422, 500, 503]);
    expect(errorsOf('/v1/orders/{id}', 'get')).toEqual([400, 401, 403, 404, 500, 503]);
    expect(errorsOf('/edge/bug', 'get')).toEqual([400, 500, 503]);
  });

  it('documents the Idempotency-Key and the limits of a list', () => {
    const parametersOf = (method: string) =>
      document.paths['/v1/orders']?.[method]?.parameters ?? [];
    expect(parametersOf('post')).toEqual([
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
    ]);
    expect(parametersOf('get')[0]).toMatchObject({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    });
  });
});
