import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { sameSecret } from '../same-secret.js';
import { apiflowError, apiflowRefusal, transactionAnswer } from './apiflow-answer.js';
import { IV_TEXT, openLeaves } from './apiflow-cipher.js';
import { inOwnWords, parseApiflowRequest } from './apiflow-request.schema.js';
import { BANKS } from './banks.js';
import type { EpaycoWorld } from './epayco-world.js';
import { fieldProblem } from './request-refusal.js';
import { takeRequest } from './take-request.js';

const PATH = '/payment/api/v1';
const REFERENCE = /^[1-9]\d{0,14}$/;

interface ByReference {
  Params: { readonly refPayco: string };
}

interface ByKey {
  Params: { readonly publicKey: string };
}

/** ePayco's newer service: one path for vouchers and transfers, their states, and the banks. */
export function registerApiflow(app: FastifyInstance, world: EpaycoWorld): void {
  const protocol = 'epayco';

  app.post(`${PATH}/transactions`, (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'issue',
      execute: () => create(world, request),
      refusal: () => apiflowRefusal([fieldProblem('amount', 'A002')]),
    }),
  );

  app.get<ByReference>(`${PATH}/transactions/:refPayco`, (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'status',
      execute: () => read(world, request),
      // What is not there is another matter: nobody may take the one for the other.
      refusal: () => apiflowRefusal([fieldProblem('refPayco', 'A002')]),
    }),
  );

  app.get<ByKey>(`${PATH}/pse/banks/:publicKey`, (request, reply) =>
    answerWithFaults(world, reply, {
      protocol,
      operation: 'banks',
      execute: () => banks(world, request),
      refusal: () => apiflowRefusal([fieldProblem('publicKey', 'A002')]),
    }),
  );
}

async function create(world: EpaycoWorld, request: FastifyRequest): Promise<Answer> {
  if (!isLetIn(world, request)) return unauthorized();
  const body = openLeaves(request.body, world.account.privateKey);
  if (body?.['i'] !== IV_TEXT) return apiflowRefusal([fieldProblem('i', 'A002')]);
  const parsed = parseApiflowRequest(body);
  if (parsed.kind === 'refused') return apiflowRefusal(parsed.problems);
  if (lacksReceivers(body['splitPayment'])) {
    return apiflowError(500, 'Undefined property: stdClass::$splitReceivers');
  }
  const { network, request: asked, isUnique } = parsed.asked;
  const taking = await takeRequest(world, network, asked, isUnique ? 'refuse' : 'anew');
  if (taking.kind === 'refused') return apiflowRefusal(taking.problems.map(inOwnWords));
  const bankUrl = `${request.protocol}://${request.host}/bank/${taking.voucher.code}`;
  return transactionAnswer(taking.voucher, taking.transaction, bankUrl);
}

/** @source epayco/epayco-node, development branch: the service fails where a split names no receivers */
function lacksReceivers(split: unknown): boolean {
  return typeof split === 'object' && split !== null && !('splitReceivers' in split);
}

function read(world: EpaycoWorld, request: FastifyRequest<ByReference>): Answer {
  if (!isLetIn(world, request)) return unauthorized();
  const { collector } = world;
  collector.expireDue();
  const { refPayco } = request.params;
  const found = REFERENCE.test(refPayco) ? collector.book.transaction(Number(refPayco)) : undefined;
  if (found === undefined) return notFound();
  return transactionAnswer(collector.book.voucher(found.code ?? ''), found, null);
}

function banks(world: EpaycoWorld, request: FastifyRequest<ByKey>): Answer {
  if (!isLetIn(world, request)) return unauthorized();
  if (!sameSecret(request.params.publicKey, world.account.publicKey)) return notFound();
  const message = 'Bancos consultados exitosamente';
  return { status: 200, body: { success: true, message, data: BANKS } };
}

/** Both log-ins let in: the one with Basic is apify's. */
function isLetIn({ tokens }: EpaycoWorld, { headers }: FastifyRequest): boolean {
  const { authorization } = headers;
  return tokens.accepts(authorization, 'apiflow') || tokens.accepts(authorization, 'apify');
}

function unauthorized(): Answer {
  return apiflowError(401, 'Unauthorized');
}

function notFound(): Answer {
  return apiflowError(404, 'Transacción no encontrada');
}
