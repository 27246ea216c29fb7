import type { TillAnswer, TillRequest } from '@cauce/connector-kit';
import { wholeUnits, type Money } from '@cauce/money';
import type { z } from 'zod';
import { sha512 } from '../payvalida.checksums.js';
import {
  CASH_OUT_REFUSALS,
  type CashOutDesk,
  type CashOutReason,
  type CashOutRefused,
} from './cash-out-desk.js';
import { consultMessage, registerMessage, reverseMessage } from './cash-out.messages.js';
import {
  decodePart,
  fieldsOf,
  hashThatSigned,
  networkNamed,
  type NetworkAccount,
} from './till-request.js';

type Data = Readonly<Record<string, string>>;
type Work = (desk: CashOutDesk, network: NetworkAccount) => Promise<Data | CashOutRefused>;

/** `order/{netname}`, `transaction/{netname}`, `transaction/{netname}/{idtransaction}`, behind the version. */
const PATH = /^cashout\/v1\/(order|transaction)s?\/([^/]{1,200})(?:\/([^/]{1,200}))?$/;

/** Refusals of a field that is missing; any other mistake is `bad_parameters`. */
const MISSING: Readonly<Record<string, CashOutReason>> = {
  otp: 'missing_otp',
  document: 'missing_document',
  transaction: 'missing_transaction',
  teller: 'missing_teller',
};

/**
 * Answers a till that hands out cash. The checksum is checked before the desk is asked anything; what the desk
 * throws goes to whoever brought the request, so that the till is left in doubt and asks again.
 *
 * @param networks those that may ask
 * @param request with a path such as `cashout/v1/order/REDEJEMPLO`
 * @returns null for a request of no form of this contract
 */
export async function answerCashOut(
  desk: CashOutDesk,
  networks: readonly NetworkAccount[],
  request: TillRequest,
): Promise<TillAnswer | null> {
  const [, resource = '', netname = '', id] = PATH.exec(request.path) ?? [];
  const work = workOf(`${request.method} ${resource}`, request, id);
  if (work === null) return null;
  const network = networkNamed(networks, decodePart(netname) ?? '');
  if (network === null) return refusal('unknown_network');
  const outcome = await work(desk, network);
  if (isRefused(outcome)) return refusal(outcome.reason);
  return { body: JSON.stringify({ code: '0000', text: 'OK', data: outcome }) };
}

function workOf(verb: string, request: TillRequest, id: string | undefined): Work | null {
  const fields = fieldsOf(request);
  if (verb === 'POST order' && id === undefined) return consult(fields);
  if (verb === 'POST transaction' && id === undefined) return register(fields);
  if (verb === 'PATCH transaction' && id !== undefined) return reverse(fields, decodePart(id));
  return null;
}

function consult(fields: Readonly<Record<string, unknown>>): Work {
  return async (desk, network) => {
    const sent = read(consultMessage, fields);
    if (isRefused(sent)) return sent;
    const { otp, document, netcode, checksum } = sent;
    const hash = hashThatSigned(network, [network.name, otp, document], checksum);
    if (hash === null) return wrongChecksum;
    const { customparam01, customparam02, customparam03 } = sent;
    const found = await desk.consult({
      ...{ network: network.name, netcode, otp, document },
      parameters: [customparam01, customparam02, customparam03],
    });
    if (found.kind === 'refused') return found;
    const amount = pesos(found.amount);
    const { currency } = found.amount;
    const signed = [otp, document, amount, currency, found.operation, hash];
    return {
      ...{ amount, transactionCost: pesos(found.cost), currency, document, otp },
      operation: found.operation,
      ...{ customparam01, customparam02, customparam03 },
      checksum: sha512(signed),
    };
  };
}

function register(fields: Readonly<Record<string, unknown>>): Work {
  return async (desk, network) => {
    const sent = read(registerMessage, fields);
    if (isRefused(sent)) return sent;
    const { idoperation: operation, netcode, transaction, teller, danecode, checksum } = sent;
    const hash = hashThatSigned(network, [network.name, operation, transaction], checksum);
    if (hash === null) return wrongChecksum;
    const handout = { network: network.name, netcode, operation, transaction, teller, danecode };
    const done = await desk.register(handout);
    if (done.kind === 'refused') return done;
    return {
      amount: pesos(done.amount),
      currency: done.amount.currency,
      description: done.description,
      document: done.document,
      otp: done.otp,
      idpayvalida: done.id,
      transaction,
      checksum: sha512([transaction, done.id, hash]),
    };
  };
}

function reverse(fields: Readonly<Record<string, unknown>>, id: string | null): Work {
  return async (desk, network) => {
    const sent = read(reverseMessage, fields);
    if (isRefused(sent)) return sent;
    const { netcode, transaction, checksum } = sent;
    if (id !== transaction) return { kind: 'refused', reason: 'bad_parameters' };
    const hash = hashThatSigned(network, [network.name, transaction], checksum);
    if (hash === null) return wrongChecksum;
    const done = await desk.reverse({ network: network.name, netcode, transaction });
    if (done.kind === 'refused') return done;
    return { transaction, netcode, checksum: sha512([transaction, hash]) };
  };
}

const wrongChecksum: CashOutRefused = { kind: 'refused', reason: 'wrong_checksum' };

function read<T>(
  message: z.ZodType<T>,
  fields: Readonly<Record<string, unknown>>,
): T | CashOutRefused {
  const parsed = message.safeParse(fields);
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0]);
  const isMissing = !fields[field] && Object.hasOwn(MISSING, field);
  const reason = isMissing ? MISSING[field] : undefined;
  return { kind: 'refused', reason: reason ?? 'bad_parameters' };
}

function isRefused(outcome: object): outcome is CashOutRefused {
  return 'kind' in outcome && outcome.kind === 'refused';
}

function refusal(reason: CashOutReason): TillAnswer {
  return { body: JSON.stringify(CASH_OUT_REFUSALS[reason]) };
}

/** Tills hand out whole pesos. @throws MoneyError when the desk offers centavos */
function pesos(amount: Money): string {
  return wholeUnits(amount).toString();
}
