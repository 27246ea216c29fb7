import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { apiError, type ApiErrorCode } from './api-errors.js';
import { BODY_LIMIT_BYTES } from './body-parsing.js';
import { requestIdOf, type AccessLog } from './http-edge.js';
import { toAppError } from './map-error.js';
import { answerProblem } from './problem-filter.js';
import { PROBLEM_TYPE, toProblem } from './problem.js';
import type { HttpReply, HttpRequest } from './http-types.js';

/** A request must have arrived whole by then: a client that trickles is cut off. */
const ARRIVAL_MS = 10_000;

/** How often Node looks for connections that are over their time. */
const CHECK_MS = 1_000;

/** A handler may wait 30 s for a provider; whatever takes longer has lost its way. */
const HANDLER_MS = 40_000;

/** Above the idle time-out of usual load balancers (60 s), so that they close first. */
const KEEP_ALIVE_MS = 65_000;

const MAX_HEADER_BYTES = 8 * 1024;

/** Longest path value; our ids have about 31 characters. */
const MAX_PARAM_LENGTH = 200;

const CODE_BY_SOCKET_ERROR: Readonly<Record<string, ApiErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** Makes the HTTP server, with every limit on what a client may send and how slowly. */
export function httpServer(log: AccessLog): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: ARRIVAL_MS,
    handlerTimeout: HANDLER_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Requests that still come in over a kept connection are served; readiness has moved the others away.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: ARRIVAL_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
    frameworkErrors: (error: Error, request: HttpRequest, reply: HttpReply) =>
      refuseUrl(error, request, reply, log),
    clientErrorHandler: refuseBytes,
  });
}

/** Security headers. The policy leaves the documentation pages their own scripts and styles. */
export async function addSecurityHeaders(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
}

/** Answers a URL that the router cannot read; no hook runs for it, so that the log line is written here. */
function refuseUrl(error: Error, request: HttpRequest, reply: HttpReply, log: AccessLog) {
  void reply.header('x-request-id', request.id);
  answerProblem(toAppError(error), request, reply);
  log(request, reply);
}

/** Answers bytes that are not HTTP, or too much or too slow of it; there is no request object yet. */
function refuseBytes(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = apiError(CODE_BY_SOCKET_ERROR[error.code ?? ''] ?? 'INVALID_REQUEST');
  const requestId = requestIdOf({});
  const body = JSON.stringify(toProblem(refusal, { requestId, instance: '/' }));
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.title}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
