import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { HttpReply } from './http-types.js';

/** What a handler returns when the status or a header depends on what happened. */
export class Answer<T> {
  constructor(
    readonly status: number,
    readonly body: T,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** Answers a repeated request: the status of the first one, the object as it is now. */
export function replayed<T>(status: number, body: T): Answer<T> {
  return new Answer(status, body, { 'idempotency-replayed': 'true' });
}

/** Turns an {@link Answer} into status, headers and body. */
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(
      map((result) => {
        if (!(result instanceof Answer)) return result;
        const reply = context.switchToHttp().getResponse<HttpReply>();
        reply.code(result.status).headers({ ...result.headers });
        return result.body;
      }),
    );
  }
}
