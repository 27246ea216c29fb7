import type { TillAnswer, TillDesk, TillRequest } from '@cauce/connector-kit';
import { parseDecimal, wholeUnits, type Money } from '@cauce/money';
import type { z } from 'zod';
import { canonicalReference } from '../payvalida.mapping.js';
import { COLLECTION_REFUSALS, type CollectionReason } from './collection-refusals.js';
import { confirmMessage, consultMessage, registerMessage } from './collection.messages.js';
import {
  decodePart,
  fieldsOf,
  hashThatSigned,
  networkNamed,
  type NetworkAccount,
} from './till-request.js';

type Fields = Readonly<Record<string, unknown>>;
type Data = Readonly<Record<string, string | number | boolean>>;
/** A refusal of ours, or of the desk. */
interface CollectionRefused {
  readonly kind: 'refused';
  readonly reason: CollectionReason;
}

type Outcome = Data | CollectionRefused;

/** Who may ask, and what they are told of us. */
export interface CollectionHost {
  readonly networks: readonly NetworkAccount[];
  /** What a till prints as the business that is paid. */
  readonly commerce: string;
}

/** Payvalida collects pesos in Colombia. */
const CURRENCY = 'COP';

/** `v1/orders/{reference}`; a slash at the end of `v1/transactions/` is not part of a path here. */
const ORDER_PATH = /^v1\/orders\/([^/]{1,200})$/;

/** Who asks and what is asked of the desk, once the checksum is right. */
interface Step {
  readonly name: string;
  readonly checksum: string;
  readonly signed: readonly string[];
  readonly ask: (desk: TillDesk, host: CollectionHost) => Promise<Outcome>;
}

/**
 * Answers a till that takes in cash. The checksum is checked before the desk is asked anything; what the desk
 * throws goes to whoever brought the request, so that the till is left in doubt and asks again.
 *
 * @param request with a path such as `v1/orders/1763650123` or `v1/transactions`
 * @returns null for a request of no form of this contract
 */
export async function answerCollection(
  desk: TillDesk,
  host: CollectionHost,
  request: TillRequest,
): Promise<TillAnswer | null> {
  const step = stepOf(request);
  if (step === null) return null;
  const outcome = 'kind' in step ? step : await take(step, desk, host);
  if (isRefused(outcome)) {
    const { code: CODE, text: TEXT } = COLLECTION_REFUSALS[outcome.reason];
    return { body: JSON.stringify({ CODE, TEXT }) };
  }
  return { body: JSON.stringify({ CODE: '0000', TEXT: 'OK', DATA: outcome }) };
}

async function take(step: Step, desk: TillDesk, host: CollectionHost): Promise<Outcome> {
  const network = networkNamed(host.networks, step.name);
  if (network === null) return refused('unknown_network');
  const hash = hashThatSigned(network, step.signed, step.checksum);
  if (hash === null) return refused('wrong_checksum');
  return step.ask(desk, host);
}

function stepOf(request: TillRequest): Step | CollectionRefused | null {
  const { method, path } = request;
  const [, part] = ORDER_PATH.exec(path) ?? [];
  if (method === 'GET' && part !== undefined) {
    const query = Object.fromEntries(new URLSearchParams(request.query));
    return consult({ ...query, reference: decodePart(part) });
  }
  if (path !== 'v1/transactions') return null;
  if (method === 'POST') return register(fieldsOf(request));
  return method === 'PATCH' ? confirm(fieldsOf(request)) : null;
}

/** Nobody's name or document is told: whoever holds a reference could ask for them. */
function consult(fields: Fields): Step | CollectionRefused {
  const sent = read(consultMessage, fields);
  if (isRefused(sent)) return sent;
  const { name, reference, checksum } = sent;
  return {
    name,
    checksum,
    signed: [name, reference],
    ask: async (desk, { commerce }) => {
      const due = await desk.consult({ network: name, code: canonicalReference(reference) });
      if (due.kind === 'refused') return due;
      return {
        ...{ LASTNAME1: '', LASTNAME2: '', NAME: '', TYPEDI: '', DI: '' },
        AMOUNT: pesos(due.amount),
        DESCRIPTION: due.description,
        COMMERCE: commerce,
        REFERENCE: reference,
      };
    },
  };
}

function register(fields: Fields): Step | CollectionRefused {
  const sent = read(registerMessage, fields);
  if (isRefused(sent)) return sent;
  const { name, reference, amount: written, transaction, money, checksum } = sent;
  return {
    name,
    checksum,
    signed: [name, reference, written, transaction],
    ask: async (desk, { commerce }) => {
      if (money !== CURRENCY) return refused('wrong_currency');
      const amount = amountOf(written);
      if (amount === null) return refused('wrong_amount');
      const done = await desk.register({
        ...{ network: name, code: canonicalReference(reference) },
        ...{ amount, transaction },
      });
      if (done.kind === 'refused') return done;
      return {
        AMOUNT: pesos(amount),
        DESCRIPTION: done.description,
        REFERENCE: reference,
        IDTRANSACTION: transaction,
        IDPAYVALIDA: done.number,
        COMMERCE: commerce,
      };
    },
  };
}

function confirm(fields: Fields): Step | CollectionRefused {
  const sent = read(confirmMessage, fields);
  if (isRefused(sent)) return sent;
  const { name, transaction, confirm: word, checksum } = sent;
  return {
    name,
    checksum,
    signed: [name, transaction],
    ask: async (desk) => {
      const about = { network: name, transaction };
      const done = await (word === 'true' ? desk.confirm(about) : desk.reverse(about));
      if (done.kind === 'refused') return done;
      return { IDTRANSACTION: transaction, CONFIRM: word === 'true' };
    },
  };
}

function read<T>(message: z.ZodType<T>, fields: Fields): T | CollectionRefused {
  const parsed = message.safeParse(fields);
  return parsed.success ? parsed.data : refused('bad_content');
}

/** Whole pesos of more than nothing, or null. */
function amountOf(text: string): Money | null {
  try {
    const amount = parseDecimal(text, CURRENCY);
    return amount.minor > 0n && wholeUnits(amount) > 0n ? amount : null;
  } catch {
    return null;
  }
}

/** The wire wants a JSON number; whole pesos below nine thousand billion are exact as one. */
function pesos(amount: Money): number {
  return Number(wholeUnits(amount));
}

function refused(reason: CollectionReason): CollectionRefused {
  return { kind: 'refused', reason };
}

function isRefused(outcome: object): outcome is CollectionRefused {
  return 'kind' in outcome && outcome.kind === 'refused';
}
