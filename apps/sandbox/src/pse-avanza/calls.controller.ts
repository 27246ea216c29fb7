import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import type { Operation } from '../faults/fault-kinds.js';
import { sameSecret } from '../same-secret.js';
import { BANKS } from './banks.js';
import { amountOf, parseCreate, type CreateRequest } from './create-request.schema.js';
import { opened, sealed } from './envelope.js';
import type { PseAvanzaWorld } from './pse-avanza-world.js';
import { transactionAnswer } from './transaction-answer.js';
import type { TransferDetails } from './transfer-details.schema.js';

/** ACH asks a silent bank three times in 21 minutes, and then ends the transaction. */
const LIFE_MS = 21 * 60_000;

const asked = z.object({ entityCode: z.string(), trazabilityCode: z.string() });

interface Method {
  readonly operation: Operation;
  /** What is answered, before it is sealed. */
  answer(world: PseAvanzaWorld, message: unknown, sandboxUrl: string): unknown;
}

const METHODS: Readonly<Record<string, Method>> = {
  GetBankListNF: {
    operation: 'banks',
    answer: (world, message) => (isOurs(world, message) ? BANKS : UNKNOWN_ENTITY),
  },
  CreateTransactionPaymentNF: { operation: 'issue', answer: create },
  GetTransactionInformationNF: {
    operation: 'status',
    answer: (world, message) => read(world, message, false),
  },
  GetTransactionInformationDetailed: {
    operation: 'status',
    answer: (world, message) => read(world, message, true),
  },
  FinalizeTransactionPaymentNF: { operation: 'status', answer: finalize },
};

const UNKNOWN_ENTITY = refused('FAIL_ENTITYNOTEXISTSORDISABLED');

/** `POST /v2/psewebapinf/api/{method}?apikey=`, each message in its envelope. */
export function registerCalls(app: FastifyInstance, world: PseAvanzaWorld): void {
  for (const [name, method] of Object.entries(METHODS)) {
    app.post(`/v2/psewebapinf/api/${name}`, (request, reply) => {
      reply.type('application/json; charset=utf-8');
      return answerWithFaults(world, reply, {
        protocol: 'pse_avanza',
        operation: method.operation,
        execute: () => execute(world, method, request),
        refusal: async () => ({
          status: 200,
          body: await sealed(refused('FAIL_ACCESSDENIED'), world.account),
        }),
      });
    });
  }
}

async function execute(
  world: PseAvanzaWorld,
  method: Method,
  request: FastifyRequest,
): Promise<Answer> {
  const { account, tokens } = world;
  const { apikey } = request.query as Readonly<Record<string, unknown>>;
  const isIn =
    tokens.accepts(request.headers.authorization) && sameSecret(String(apikey), account.clientId);
  if (!isIn) return { status: 401, body: JSON.stringify({ error: 'invalid_token' }) };
  const message = await opened(request.body, account);
  if (message === null) return { status: 400, body: JSON.stringify({ error: 'invalid_request' }) };
  world.collector.expireDue();
  const sandboxUrl = `${request.protocol}://${request.host}`;
  return { status: 200, body: await sealed(method.answer(world, message, sandboxUrl), account) };
}

function isOurs({ account }: PseAvanzaWorld, message: unknown): boolean {
  const parsed = asked.pick({ entityCode: true }).safeParse(message);
  return parsed.success && parsed.data.entityCode === account.entityCode;
}

/**
 * One attempt for a ticket: another is refused while it waits or is paid. That ACH itself refuses it, and so,
 * is ours; its instructions want the entity to.
 */
function create(world: PseAvanzaWorld, message: unknown, sandboxUrl: string): object {
  const { account, collector, now } = world;
  const parsed = parseCreate(message, account, now());
  if ('code' in parsed) return { ...refused(parsed.code), errorDetails: parsed.field };
  const { ticketId, referenceNumber1: reference } = parsed.asked;
  const before = collector.book
    .transactionsOf(reference)
    .find((one) => one.details['ticketId'] === ticketId && isLive(one.state));
  if (before !== undefined) {
    const errorDetails = `El ticketId ${ticketId} tiene la transacción con CUS ${before.id}`;
    return { ...refused('FAIL_TRANSACTIONNOTALLOWED'), errorDetails };
  }
  const issued = collector.issue({
    network: 'pse',
    reference,
    amount: amountOf(parsed.asked),
    requestedExpiry: null,
    expiresAt: new Date(now().getTime() + LIFE_MS),
    callback: null,
    details: detailsOf(parsed.asked),
  });
  return {
    returnCode: 'SUCCESS',
    errorDetails: '',
    trazabilityCode: String(issued.id),
    pseURL: `${sandboxUrl}/bank/${issued.code}`,
    transactionCycle: '1',
  };
}

function isLive(state: string): boolean {
  return state === 'pending' || state === 'paid';
}

function detailsOf(request: CreateRequest): TransferDetails {
  return {
    ticketId: request.ticketId,
    bank: request.financialInstitutionCode,
    vatValue: request.vatValue,
    soliciteDate: request.soliciteDate,
    entityUrl: request.entityurl,
    userType: request.userType,
    referenceNumber2: request.referenceNumber2 ?? '',
    referenceNumber3: request.referenceNumber3 ?? '',
    description: request.paymentDescription,
    identificationType: request.identificationType,
    identificationNumber: request.identificationNumber,
    fullName: request.fullName,
    cellphone: request.cellphoneNumber,
    address: request.address,
    email: request.email,
  };
}

function read(world: PseAvanzaWorld, message: unknown, isDetailed: boolean): object {
  const transaction = transactionIn(world, message);
  if (transaction === null) return refused('FAIL_INVALIDTRAZABILITYCODE');
  return transactionAnswer(transaction, world.account, isDetailed);
}

/** That it can be done again is ours. */
function finalize(world: PseAvanzaWorld, message: unknown): object {
  const transaction = transactionIn(world, message);
  if (transaction === null) return refused('FAIL_INVALIDTRAZABILITYCODE');
  if (transaction.state !== 'paid') return refused('FAIL_INVALIDSTATE');
  return { returnCode: 'SUCCESS', errorDetails: '', trazabilityCode: String(transaction.id) };
}

function transactionIn(world: PseAvanzaWorld, message: unknown) {
  const parsed = asked.safeParse(message);
  if (!parsed.success || !isOurs(world, message)) return null;
  const { trazabilityCode } = parsed.data;
  if (!/^\d{1,15}$/.test(trazabilityCode)) return null;
  return world.collector.book.transaction(Number(trazabilityCode)) ?? null;
}

function refused(returnCode: string) {
  return { returnCode, errorDetails: '', trazabilityCode: null };
}
