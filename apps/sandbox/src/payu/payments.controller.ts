import type { FastifyInstance, FastifyRequest } from 'fastify';
import { confirmIssued } from '../callbacks/confirm-issued.js';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import { BANKS } from './methods.js';
import { submitAnswer } from './order-answer.js';
import { orderOf } from './order-of.js';
import type { PayuWorld } from './payu-world.js';
import { property, refused, tooSmall } from './refusal.js';
import { parseService, type ServiceRequest } from './service-request.schema.js';
import { isSigned } from './sign.js';
import { parseSubmit } from './submit-request.schema.js';

const PATH = '/payments-api/4.0/service.cgi';

/** Payments: submits, and what is asked beside them. */
export function registerPayments(app: FastifyInstance, world: PayuWorld): void {
  app.post(PATH, (request, reply) => {
    const command = commandOf(request.body);
    const isIssue = command === 'SUBMIT_TRANSACTION';
    return answerWithFaults(world, reply, {
      protocol: 'payu',
      operation: isIssue ? 'issue' : 'banks',
      execute: () => answer(world, request),
      refusal: () => refused(tooSmall(20_000)),
    });
  });
}

/** Which command a body names, before anything else of it is read. */
function commandOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'command' in body ? body.command : null;
}

function answer(world: PayuWorld, request: FastifyRequest): Answer | Promise<Answer> {
  const parsed = parseService(request.body, world.account);
  if ('error' in parsed) return refused(parsed.error);
  switch (parsed.asked.command) {
    case 'PING':
      return { status: 200, body: { code: 'SUCCESS', error: null } };
    case 'GET_BANKS_LIST':
      return banks(parsed.asked);
    case 'SUBMIT_TRANSACTION':
      return submit(world, parsed.asked, `${request.protocol}://${request.host}`);
    default:
      return refused(property('command', 'No es válido'));
  }
}

function banks({ bankListInformation: asked }: ServiceRequest): Answer {
  if (asked?.['paymentMethod'] !== 'PSE') return refused(property('paymentMethod', 'No es válido'));
  if (asked['paymentCountry'] !== 'CO') return refused(property('paymentCountry', 'No es válido'));
  return { status: 200, body: { code: 'SUCCESS', error: null, banks: BANKS } };
}

/** A reference that was submitted before gets another order: PayU does not say otherwise. */
async function submit(
  world: PayuWorld,
  { transaction, test }: ServiceRequest,
  sandboxUrl: string,
): Promise<Answer> {
  const { account, collector } = world;
  const parsed = parseSubmit(transaction);
  if ('error' in parsed) return refused(parsed.error);
  const { order } = parsed.asked;
  if (order.accountId !== account.accountId) {
    return refused(property('order.accountId', 'No existe o no es del comercio'));
  }
  const { value, currency } = order.additionalValues.TX_VALUE;
  const signed = { referenceCode: order.referenceCode, amount: String(value), currency };
  if (!isSigned(order.signature, signed, account)) {
    return refused(property('order.signature', 'La firma no es válida'));
  }
  collector.expireDue();
  const issued = collector.issue(orderOf(parsed.asked, parsed.pse, test, world.now()));
  await confirmIssued(world, issued);
  const voucher = collector.book.voucher(issued.code ?? '');
  if (voucher === undefined) return refused('Error interno');
  return { status: 200, body: submitAnswer(issued, voucher, { account, sandboxUrl }) };
}
