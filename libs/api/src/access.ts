import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Scope } from '@cauce/contracts';
import { apiError } from './api-errors.js';
import type { ApiRequest } from './api-request.js';

/** Who calls, as its API key says. */
export interface Caller {
  readonly keyId: string;
  /** Null for an operator's key. */
  readonly merchantId: string | null;
  readonly mode: 'test' | 'live';
  readonly scopes: readonly Scope[];
}

/** Who may call a route. A route without it is refused when the process starts. */
export type Access = { readonly kind: 'public' } | { readonly kind: 'scopes'; scopes: Scope[] };

/** Key of the metadata that {@link Scopes} and {@link Public} leave on a handler or controller. */
export const ACCESS = 'cauce:access';

/** Callers need one of these scopes, or `admin`; with none given, `admin`. On a controller it holds for handlers without their own. */
export function Scopes(...scopes: Scope[]): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS, { kind: 'scopes', scopes } satisfies Access);
}

/** Anybody may call: no API key is asked for. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS, { kind: 'public' } satisfies Access);
}

/** The caller of a route with {@link Scopes}: `@CallerOf() caller: Caller`. */
export const CallerOf: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => {
    const { caller } = context.switchToHttp().getRequest<ApiRequest>();
    if (!caller) throw new Error('CallerOf is used on a public route');
    return caller;
  },
);

/**
 * The merchant that the caller acts for.
 *
 * @throws AppError FORBIDDEN_OPERATOR_KEY 403 when the key belongs to an operator
 */
export function merchantOf(caller: Caller): string {
  if (caller.merchantId === null) throw apiError('FORBIDDEN_OPERATOR_KEY');
  return caller.merchantId;
}

/** Whether a key with these scopes may call a route that asks for one of `needed`. */
export function permits(held: readonly Scope[], needed: readonly Scope[]): boolean {
  return held.includes('admin') || needed.some((scope) => held.includes(scope));
}
