import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ACCESS, permits, type Access } from './access.js';
import { apiError } from './api-errors.js';
import type { ApiKeyDirectory } from './api-key-directory.js';
import type { ApiRequest } from './api-request.js';

const BEARER = /^Bearer +([\x21-\x7e]{1,256})$/i;

/** Lets nobody in who was not named: a route without access metadata is closed to everybody. */
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeyDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const bearer = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const caller = bearer === undefined ? null : await this.apiKeys.find(bearer);
    if (!caller) throw apiError('UNAUTHENTICATED');
    request.caller = caller;
    if (!access || !permits(caller.scopes, access.scopes)) {
      throw apiError('FORBIDDEN', { facts: { keyId: caller.keyId, needed: access?.scopes } });
    }
    return true;
  }
}
