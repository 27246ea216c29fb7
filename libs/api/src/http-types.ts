import type { FastifyAdapter } from '@nestjs/platform-fastify';

type HookParameters = Parameters<Parameters<FastifyAdapter['setOnRequestHook']>[0]>;

/** A request as the HTTP server has it. */
export type HttpRequest = HookParameters[0];

/** The answer under way. */
export type HttpReply = HookParameters[1];

/** The server under Nest's adapter. */
export type HttpServer = HttpRequest['server'];
