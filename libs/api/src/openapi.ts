import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from './problem.js';
import type { Route } from './routes.js';

/** Name of the security scheme in the document. */
const API_KEY = 'apiKey';

/** Errors that any route with a key may answer; each service documents its own with @ApiResponse. */
const ERRORS = {
  400: 'The request is not valid; `errors` says where.',
  401: 'No valid API key.',
  403: 'The API key lacks the scope.',
  429: 'Too many requests.',
  500: 'Something went wrong on our side.',
  503: 'Not available right now; `Retry-After` says when to try again.',
} as const satisfies Record<number, string>;

const PUBLIC_ERRORS = ['400', '500', '503'];

/** The paths where the document and its pages are served. */
export const DOCUMENT_PATHS = { pages: 'docs', json: '/openapi.json' } as const;

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
    .addBearerAuth({ type: 'http', description: 'cauce_test_… or cauce_live_…' }, API_KEY)
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) => toComponents(schema, schemaType),
    operationIdFactory: (controller, handler) => operationIdOf({ controller, handler }),
  });
  const problem = toComponents(problemSchema, 'output');
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...problem?.components } as Schemas,
  };
  const access = new Map(routes.map((route) => [operationIdOf(route), route.access]));
  for (const operation of operationsOf(document)) {
    const needed = access.get(operation.operationId ?? '');
    const isPublic = needed?.kind === 'public';
    operation.security = needed?.kind === 'scopes' ? [{ [API_KEY]: needed.scopes }] : [];
    for (const [status, description] of Object.entries(ERRORS)) {
      if (isPublic && !PUBLIC_ERRORS.includes(status)) continue;
      operation.responses[status] ??= problemResponse(description);
    }
    for (const [status, response] of Object.entries(operation.responses)) {
      if (Number(status) >= 400 && response && 'description' in response && !response.content) {
        operation.responses[status] = problemResponse(response.description);
      }
    }
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

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap(({ get, put, post, patch, delete: remove }) =>
    [get, put, post, patch, remove].filter((operation) => operation !== undefined),
  );
}

function operationIdOf(route: { controller: string; handler: string }): string {
  const group = route.controller.replace(/Controller$/, '');
  return `${group.charAt(0).toLowerCase()}${group.slice(1)}.${route.handler}`;
}

function problemResponse(description: string): Operation['responses'][string] {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}

/** JSON Schema as OpenAPI 3.1 has it; schemas with an id become components. */
function toComponents(schema: unknown, io: 'input' | 'output') {
  if (!(schema instanceof z.ZodType)) return undefined;
  const {
    $schema: _,
    $defs,
    ...root
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { type } = zodSchema._zod.def;
      if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      if (type === 'bigint') Object.assign(jsonSchema, { type: 'integer' });
    },
  });
  const { id } = root;
  if (typeof id !== 'string') return { schema: root, components: $defs ?? {} };
  return {
    schema: { $ref: `#/components/schemas/${id}` },
    components: { ...$defs, [id]: root },
  };
}
