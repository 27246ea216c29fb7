import 'reflect-metadata';
import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/internal';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from './access.js';

/** Nest's numbers of the parameter decorators that bring a caller's input in. */
const UNTRUSTED = { 3: '@Body', 4: '@Query' } as const satisfies Record<number, string>;

/** One route of a controller, as its decorators say. */
export interface Route {
  readonly controller: string;
  readonly handler: string;
  readonly method: string;
  readonly path: string;
  readonly access: Access | undefined;
  /** Decorators of parameters that take input without a schema. */
  readonly unchecked: readonly string[];
}

type Handler = (...args: unknown[]) => unknown;
type Controller = new (...args: never[]) => object;

/** Reads the routes of every controller in the app. Message handlers are not routes. */
export function routesOf(app: INestApplicationContext): Route[] {
  const reflector = new Reflector();
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Controller),
  );
  return [...new Set(controllers)].flatMap((controller) =>
    scanner
      .getAllMethodNames(controller.prototype)
      .flatMap((name) => routesOfHandler(reflector, controller, name)),
  );
}

/**
 * Refuses an app with a route that nobody decided about.
 *
 * @throws Error naming every route without access, and every body or query without a schema
 */
export function assertRoutesAreClosed(routes: readonly Route[]): void {
  const problems = routes.flatMap((route) => {
    const name = `${route.controller}.${route.handler} (${route.method} ${route.path})`;
    const open = route.access ? [] : [`${name} has neither @Scopes(…) nor @Public()`];
    return [...open, ...route.unchecked.map((input) => `${name} takes ${input} without a schema`)];
  });
  if (problems.length > 0) {
    throw new Error(`these routes are not safe to serve:\n  ${problems.join('\n  ')}`);
  }
}

function routesOfHandler(reflector: Reflector, controller: Controller, name: string): Route[] {
  const handler = Reflect.get(controller.prototype, name) as Handler;
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
  return prefixes.flatMap((prefix) =>
    paths.map((path) => ({
      controller: controller.name,
      handler: name,
      method: RequestMethod[method] ?? String(method),
      path: joinPath(prefix, path),
      access: reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller]),
      unchecked: uncheckedInput(controller, name),
    })),
  );
}

function uncheckedInput(controller: Controller, name: string): string[] {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    { schema?: unknown }
  >;
  return Object.entries(parameters).flatMap(([key, { schema }]) => {
    const kind = Number(key.split(':')[0]);
    return schema === undefined && isUntrusted(kind) ? [UNTRUSTED[kind]] : [];
  });
}

function isUntrusted(kind: number): kind is keyof typeof UNTRUSTED {
  return Object.hasOwn(UNTRUSTED, kind);
}

function joinPath(prefix: string, path: string): string {
  return `/${[prefix, path].join('/')}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
}
