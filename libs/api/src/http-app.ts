import { readFileSync } from 'node:fs';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '@cauce/config';
import { Health, Metrics, type Logger } from '@cauce/observability';
import { AccessGuard } from './access-guard.js';
import { AnswerInterceptor } from './answer.js';
import type { ApiKeyDirectory } from './api-key-directory.js';
import { parseBodies } from './body-parsing.js';
import { accessLog, watchRequests } from './http-edge.js';
import { addSecurityHeaders, httpServer } from './http-server.js';
import { nestLogger } from './nest-logger.js';
import { describeApi, serveApiDocument } from './openapi.js';
import {
  OperationsController,
  SERVICE_VERSION,
  type ServiceVersion,
} from './operations.controller.js';
import { ProblemFilter } from './problem-filter.js';
import { RequestSchemaPipe } from './request-schema.js';
import { RouteTable } from './route-table.js';
import { assertRoutesAreClosed, routesOf } from './routes.js';

const DEFAULT_TITLE = 'Cauce';

export interface HttpAppOptions {
  /** The service's own module: a class or a dynamic module. */
  readonly module: unknown;
  readonly apiKeys: ApiKeyDirectory;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly clock: Clock;
  /** Title of the API's documentation. */
  readonly title?: string;
}

class HttpModule {}

/**
 * Makes the HTTP side of a service around its module: access, validation, errors, limits, log, metrics,
 * documentation and the operations routes. The caller connects its microservices and listens.
 *
 * @returns an app that is not initialised yet
 * @throws Error naming every route that has no access decorator, or takes input without a schema
 */
export async function createHttpApp(options: HttpAppOptions): Promise<NestFastifyApplication> {
  const log = accessLog(options.logger, options.metrics);
  const about = readVersion();
  const adapter = httpServer(log);
  const server = adapter.getInstance();
  const routeTable = RouteTable.of(server);
  parseBodies(server);
  watchRequests(server, log);
  const app = await NestFactory.create<NestFastifyApplication>(
    withOperations(options, about),
    adapter,
    { logger: nestLogger(options.logger), abortOnError: false, bodyParser: false },
  );
  await addSecurityHeaders(app);
  app.useGlobalFilters(new ProblemFilter(options.logger, routeTable));
  app.useGlobalGuards(new AccessGuard(app.get(Reflector), options.apiKeys));
  app.useGlobalPipes(new RequestSchemaPipe());
  app.useGlobalInterceptors(new AnswerInterceptor());
  const routes = routesOf(app);
  assertRoutesAreClosed(routes);
  const title = options.title ?? DEFAULT_TITLE;
  serveApiDocument(app, describeApi(app, routes, { title, version: about.version }));
  return app;
}

function withOperations(options: HttpAppOptions, about: ServiceVersion): DynamicModule {
  return {
    module: HttpModule,
    imports: [options.module as Type | DynamicModule],
    controllers: [OperationsController],
    providers: [
      { provide: Health, useValue: options.health },
      { provide: Metrics, useValue: options.metrics },
      { provide: SERVICE_VERSION, useValue: about },
    ],
  };
}

/** All workspaces carry the version of the release they are part of. */
function readVersion(): ServiceVersion {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return { name: 'cauce', version, node: process.versions.node };
}
