import { RouteConfig } from '@nestjs/platform-fastify';
import type { HttpServer } from './http-types.js';

/** What one request body may hold. */
export interface BodyLimits {
  readonly bytes: number;
  readonly arrayItems: number;
}

/** Lets the bodies of one route be larger than others: `@LargeBody({ bytes, arrayItems })`. */
export function LargeBody(limits: BodyLimits): MethodDecorator {
  return RouteConfig({ bodyLimits: limits });
}

/** The limits of a request's route, where it has its own. */
export function bodyLimitsOf(config: unknown): BodyLimits | null {
  if (typeof config !== 'object' || config === null) return null;
  const limits: BodyLimits | undefined = Reflect.get(config, 'bodyLimits');
  return limits ?? null;
}

/** Has the server read no more of a body than its route allows; call before routes are added. */
export function limitBodies(server: HttpServer): void {
  server.addHook('onRoute', (route) => {
    const limits = bodyLimitsOf(route.config);
    if (limits !== null) route.bodyLimit = limits.bytes;
  });
}
