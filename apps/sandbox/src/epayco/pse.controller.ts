import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { sameSecret } from '../same-secret.js';
import type { EpaycoWorld } from './epayco-world.js';
import { findTransfer } from './find-transfer.js';
import { plainNumber } from './plain-number.js';
import {
  banksAnswer,
  banksRefusal,
  pseAnswer,
  pseStatusAnswer,
  pseStatusRefusal,
} from './pse-answer.js';
import { pseRequestSchema } from './pse-request.schema.js';
import { fieldProblem, problemsOf, requestRefusal } from './request-refusal.js';
import { restpagosRefusal } from './restpagos-refusal.js';
import { openBody } from './sealed-body.js';
import { takeRequest } from './take-request.js';

/** Transfers by PSE: a session at a bank, its state, and the banks. */
export function registerPse(app: FastifyInstance, world: EpaycoWorld): void {
  const protocol = 'epayco';

  app.post('/restpagos/pagos/debitos.json', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'issue',
      execute: () => issue(world, request),
      refusal: () => requestRefusal([fieldProblem('valor', 'A002')]),
    }),
  );

  // The misspelt name is ePayco's.
  app.get('/restpagos/pse/transactioninfomation.json', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'status',
      execute: () => status(world, request),
      refusal: () => pseStatusRefusal('No se pudo consultar la transacción'),
    }),
  );

  app.get('/restpagos/pse/bancos.json', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'banks',
      execute: () => banks(world, request),
      refusal: banksRefusal,
    }),
  );
}

async function issue(world: EpaycoWorld, request: FastifyRequest): Promise<Answer> {
  if (!world.tokens.accepts(request.headers.authorization, 'restpagos')) return restpagosRefusal();
  const opened = openBody(request.body, world.account.privateKey);
  if (opened.kind === 'unreadable') return requestRefusal([fieldProblem(opened.field, 'A002')]);
  const factura = String(opened.body['factura'] ?? '');
  const parsed = pseRequestSchema.safeParse(opened.body);
  if (!parsed.success) return requestRefusal(problemsOf(parsed.error), factura);
  const taking = await takeRequest(world, 'pse', parsed.data);
  if (taking.kind === 'refused') return requestRefusal(taking.problems, factura);
  const bankUrl = `${request.protocol}://${request.host}/bank/${taking.voucher.code}`;
  return { status: 200, body: pseAnswer(taking.transaction, bankUrl) };
}

/** The SDK writes `&&` before the second one, and sends a JSON body that says nothing new. */
const statusQuerySchema = z.object({ transactionID: z.string(), public_key: z.string() });

function status(world: EpaycoWorld, request: FastifyRequest): Answer {
  const { account, collector } = world;
  if (!world.tokens.accepts(request.headers.authorization, 'restpagos')) return restpagosRefusal();
  const query = statusQuerySchema.safeParse(request.query);
  if (!query.success || !sameSecret(query.data.public_key, account.publicKey)) {
    return pseStatusRefusal();
  }
  collector.expireDue();
  const number = plainNumber(query.data.transactionID, account.privateKey);
  const transfer = number === null ? null : findTransfer(collector, number);
  if (transfer === null) return pseStatusRefusal();
  return { status: 200, body: pseStatusAnswer(transfer) };
}

const banksQuerySchema = z.object({ public_key: z.string() });

function banks(world: EpaycoWorld, request: FastifyRequest): Answer {
  if (!world.tokens.accepts(request.headers.authorization, 'restpagos')) return restpagosRefusal();
  const query = banksQuerySchema.safeParse(request.query);
  const isOurs = query.success && sameSecret(query.data.public_key, world.account.publicKey);
  return isOurs ? { status: 200, body: banksAnswer() } : banksRefusal();
}
