import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from './problem.js';
import type { Route } from './routes.js';

/** The paths where the document and its pages are served. */
export const DOCUMENT_PATHS = { pages: 'docs', json: '/openapi.json' } as const;

/** Name of the security scheme in the document. */
const API_KEY = 'apiKey';

/** Errors that follow from what a route asks for; a service documents its own with @ApiResponse. */
const ERRORS = {
  any: {
    400: 'The request is not valid; `errors` says where.',
    500: 'Something went wrong on our side.',
    503: 'Not available right now; `Retry-After` says when to try again.',
  },
  key: {
    401: 'No valid API key.',
    403: 'The API key lacks the scope.',
  },
  id: { 404: 'There is no such resource.' },
  body: { 413: 'The body is larger than 64 kB.', 415: 'The body is not application/json.' },
  idempotency: {
    409: 'The first request with this Idempotency-Key is still being handled.',
    422: 'This Idempotency-Key was used with another request.',
  },
} as const satisfies Record<string, Record<number, string>>;

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/**
 * Describes the app's routes as OpenAPI 3.1, from the schemas that validate them.
 *
 * @param routes as their decorators say: they give each operation its security
 */
export function describeApi(
  app: INestApplication,
  routes: readonly Route[],
  about: { title: string; version: string },
): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(about.title)
    .setVersion(about.version)
    .addSecurity(API_KEY, {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key: `cauce_test_…` or `cauce_live_…`',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) => toComponents(schema, schemaType),
    operationIdFactory: (controller, handler) => operationIdOf({ controller, handler }),
  });
  const problem = toComponents(problemSchema, 'output')?.components;
  const schemas = { ...document.components?.schemas, ...problem } as Schemas;
  document.components = { ...document.components, schemas };
  const accessOf = new Map(routes.map((route) => [operationIdOf(route), route.access]));
  for (const operation of operationsOf(document)) {
    const access = accessOf.get(operation.operationId ?? '');
    operation.security = access?.kind === 'scopes' ? [{ [API_KEY]: access.scopes }] : [];
    describeErrors(operation);
  }
  return document;
}

/** Serves the document and its pages, from our own files alone. */
export function serveApiDocument(app: INestApplication, document: OpenAPIObject): void {
  SwaggerModule.setup(DOCUMENT_PATHS.pages, app, document, {
    jsonDocumentUrl: DOCUMENT_PATHS.json,
    raw: ['json'],
    customSiteTitle: document.info.title,
    swaggerOptions: { validatorUrl: null },
  });
}

function describeErrors(operation: Operation): void {
  const parameters = (operation.parameters ?? []).filter((parameter) => 'in' in parameter);
  const has = (where: string, name?: string) =>
    parameters.some(
      (parameter) => parameter.in === where && (name ?? parameter.name) === parameter.name,
    );
  const errors: Record<string, string> = {
    ...ERRORS.any,
    ...(operation.security?.length && ERRORS.key),
    ...(has('path') && ERRORS.id),
    ...(operation.requestBody && ERRORS.body),
    ...(has('header', 'Idempotency-Key') && ERRORS.idempotency),
  };
  for (const [status, description] of Object.entries(errors)) {
    operation.responses[status] ??= { description };
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (Number(status) < 400 || !response || !('description' in response)) continue;
    const schema = { $ref: '#/components/schemas/Problem' };
    response.content ??= { 'application/problem+json': { schema } };
  }
}

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap(({ get, put, post, patch, delete: remove }) =>
    [get, put, post, patch, remove].filter((operation) => operation !== undefined),
  );
}

function operationIdOf(route: { controller: string; handler: string }): string {
  const group = route.controller.replace(/Controller$/, '');
  return `${group.charAt(0).toLowerCase()}${group.slice(1)}.${route.handler}`;
}

/** JSON Schema as OpenAPI 3.1 has it; schemas with an id become components. */
function toComponents(schema: unknown, io: 'input' | 'output') {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $defs, ...root } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      if (def.type === 'bigint') Object.assign(jsonSchema, { type: 'integer' });
      // Answers gain fields over time: only a strict object is closed, and that is a request.
      if (def.type === 'object' && !('catchall' in def && def.catchall)) {
        delete jsonSchema.additionalProperties;
      }
    },
  });
  delete root.$schema;
  return { schema: root, components: $defs ?? {} };
}
