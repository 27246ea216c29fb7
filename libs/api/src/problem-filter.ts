import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@cauce/observability';
import type { AppError } from './app-error.js';
import { apiError } from './api-errors.js';
import { pathOf, type ApiRequest } from './api-request.js';
import { describeFault } from './describe-fault.js';
import { toAppError } from './map-error.js';
import { PROBLEM_TYPE, problemHeaders, toProblem } from './problem.js';
import type { RouteTable } from './route-table.js';
import type { HttpReply } from './http-types.js';

/** Answers every error as problem+json, wherever on the way it was thrown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: RouteTable,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const reply = http.getResponse<HttpReply>();
    const error = this.orMethodNotAllowed(toAppError(thrown), request, reply);
    logFault(this.logger, error, request);
    answerProblem(error, request, reply);
  }

  private orMethodNotAllowed(error: AppError, request: ApiRequest, reply: HttpReply): AppError {
    if (!request.is404) return error;
    const methods = this.routes.methodsAt(pathOf(request));
    if (methods.length === 0) return error;
    reply.header('allow', methods.join(', '));
    return apiError('METHOD_NOT_ALLOWED');
  }
}

/** Sends the problem, unless the answer is already on its way: then the connection is cut, not corrupted. */
export function answerProblem(error: AppError, request: ApiRequest, reply: HttpReply): void {
  request.errorCode = error.code;
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  const problem = toProblem(error, { requestId: request.id, instance: pathOf(request) });
  void reply
    .code(error.status)
    .headers({ ...problemHeaders(error), 'content-type': PROBLEM_TYPE })
    .send(JSON.stringify(problem));
}

function logFault(logger: Logger, error: AppError, request: ApiRequest): void {
  if (error.status < 500) return;
  const facts = {
    ...error.facts,
    code: error.code,
    requestId: request.id,
    route: request.routeOptions.url,
    fault: describeFault(error.cause ?? error),
  };
  if (error.code === 'INTERNAL') logger.error(facts, 'request failed');
  else logger.warn(facts, 'request could not be served');
}
