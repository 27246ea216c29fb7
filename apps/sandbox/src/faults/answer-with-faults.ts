import type { FastifyReply } from 'fastify';
import type { Protocol } from '../protocols.js';
import type { CallCounts } from '../calls/call-counts.js';
import type { FaultBoard } from './fault-board.js';
import { FAULT_KINDS, type Operation } from './fault-kinds.js';
import type { HeldSockets } from './held-sockets.js';

/** A JSON answer of the provider. */
export interface Answer {
  readonly status: number;
  /** JSON; text goes out as it is. */
  readonly body: object | string;
}

/** What one path of the provider does, without any fault. */
export interface ProviderPath {
  readonly protocol: Protocol;
  readonly operation: Operation;
  /** Does what was asked for and says what to answer. */
  execute(): Answer | Promise<Answer>;
  /** The provider's own way to refuse, used by the fault `reject`. */
  refusal(): Answer | Promise<Answer>;
}

export interface FaultySide {
  readonly calls: CallCounts;
  readonly faults: FaultBoard;
  readonly held: HeldSockets;
}

const SERVER_ERROR = '<!DOCTYPE html><title>Server Error</title><h1>500 Server Error</h1>';
const MAINTENANCE =
  '<!DOCTYPE html><title>Mantenimiento</title><h1>Estamos en mantenimiento</h1><p>Vuelve pronto.</p>';

/** Executes a request of the provider and answers it, unless a fault is in force for it. */
export async function answerWithFaults(
  side: FaultySide,
  reply: FastifyReply,
  path: ProviderPath,
): Promise<FastifyReply> {
  // Closed is when the caller has its answer, or has given up.
  reply.raw.once('close', side.calls.begin(path.protocol, path.operation));
  const fault = side.faults.take(path.protocol, path.operation);
  if (fault === null) return send(reply, await path.execute());
  const answer = FAULT_KINDS[fault.kind].executes ? await path.execute() : await path.refusal();
  switch (fault.kind) {
    case 'drop_request':
    case 'drop_reply':
      reply.hijack();
      side.held.hold(reply.request.socket);
      return reply;
    case 'reset':
      reply.hijack();
      reply.request.socket.resetAndDestroy();
      return reply;
    case 'slow':
      await side.faults.hold(fault.delayMs);
      return send(reply, answer);
    case 'reject':
      return send(reply, answer);
    case 'malformed':
      return sendCutOff(reply, answer);
    case 'http_500':
    case 'http_500_after':
      return reply.status(500).type('text/html; charset=utf-8').send(SERVER_ERROR);
    case 'maintenance':
      return reply.status(503).type('text/html; charset=utf-8').send(MAINTENANCE);
  }
}

function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.status(status).send(body);
}

/** Status and length are right, so that only somebody who parses the body notices. */
function sendCutOff(reply: FastifyReply, { body }: Answer): FastifyReply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const half = text.slice(0, Math.floor(text.length / 2));
  return reply.status(200).type('application/json; charset=utf-8').send(half);
}
