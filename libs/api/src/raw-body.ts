import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader } from '@nestjs/swagger';
import { queryOf, type ApiRequest } from './api-request.js';
import { idempotencyKeyOf } from './idempotency-key.js';

const readRawBody = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  const { body } = context.switchToHttp().getRequest<ApiRequest>();
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
});

const readRawQuery = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  return queryOf(context.switchToHttp().getRequest<ApiRequest>());
});

const readIdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const header = context.switchToHttp().getRequest<ApiRequest>().headers['idempotency-key'];
  return idempotencyKeyOf(Array.isArray(header) ? header.join(',') : header);
});

/**
 * The request body, byte for byte: `@RawBody() body: Buffer`, empty when there is none.
 *
 * The route then takes any content type up to the size limit and nothing of it is parsed or refused:
 * what a provider calls back with is stored first and understood later.
 */
export function RawBody(): ParameterDecorator {
  return withRawRoute(readRawBody());
}

/** The query as it was sent, without the question mark: `@RawQuery() query: string`. The route is raw. */
export function RawQuery(): ParameterDecorator {
  return withRawRoute(readRawQuery());
}

/** The Idempotency-Key header, required: `@IdempotencyKey() key: string`. 400 when missing or malformed. */
export function IdempotencyKey(): ParameterDecorator {
  const document = ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'At most 255 printable characters, quoted or bare; remembered for 30 days.',
    schema: { type: 'string', maxLength: 257 },
  });
  return (target, method, index) => {
    readIdempotencyKey()(target, method, index);
    onMethod(document, target, method);
  };
}

/** Whether the route takes its requests raw. */
export function isRaw(request: { readonly routeOptions?: { readonly config?: unknown } }): boolean {
  const config = request.routeOptions?.config;
  return typeof config === 'object' && config !== null && Reflect.get(config, 'raw') === true;
}

function withRawRoute(parameter: ParameterDecorator): ParameterDecorator {
  return (target, method, index) => {
    parameter(target, method, index);
    onMethod(RouteConfig({ raw: true }), target, method);
  };
}

function onMethod(decorator: MethodDecorator, target: object, method: PropertyKey | undefined) {
  if (method === undefined) throw new Error('only for parameters of a route handler');
  const key = typeof method === 'number' ? String(method) : method;
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  if (descriptor) decorator(target, key, descriptor);
}
