import { wholeUnits, type Money } from '@cauce/money';
import { sha512 } from '../checksum.js';
import type { NetworkHost } from './network-request.schema.js';

/**
 * What a network of tills asks a host, in the two contracts that Payvalida publishes. Both are signed with
 * SHA-512 over fields and a shared hash, one behind the other; there is no other log-in.
 *
 * @source docs.payvalida.com: api-recaudos-redes (consult, transaction, confirmation) takes money for a
 *   reference; api-cashout-redes (consult, register, reverse) hands money out for an OTP
 */

/** One request of a till. */
export interface NetworkCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  /** Null with GET. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** A payment at a till, under the number that every attempt and its reverse carry. */
export interface TillPayment {
  /** The reference of a collection; of a cash-out, the operation that the consultation told. */
  readonly reference: string;
  readonly amount: Money;
  readonly transaction: string;
}

/** What is asked for: the reference, or the OTP and the document of who wants cash. */
export interface Consultation {
  readonly reference: string;
  readonly document: string;
}

/** The data of an answer, by its names on the wire. */
export type AnswerData = Readonly<Record<string, unknown>>;

interface NetworkContract {
  consult(host: NetworkHost, asked: Consultation): NetworkCall;
  register(host: NetworkHost, payment: TillPayment): NetworkCall;
  /** What makes a registered payment final; null where registering does. */
  confirm(host: NetworkHost, transaction: string): NetworkCall | null;
  reverse(host: NetworkHost, transaction: string): NetworkCall;
  /** The checksum that data must have; null where answers are not signed. */
  checksums: Readonly<Record<Step, (data: AnswerData, hash: string) => string>> | null;
}

/** The requests of a payment, in order. */
export type Step = 'consult' | 'register' | 'confirm' | 'reverse';

const collect: NetworkContract = {
  consult({ url, netname, hash }, { reference }) {
    const checksum = sha512([netname, reference, hash]);
    const query = new URLSearchParams({ name: netname, checksum });
    const path = `/v1/orders/${encodeURIComponent(reference)}?${query.toString()}`;
    return { method: 'GET', url: `${url}${path}`, body: null };
  },
  register({ url, netname, hash, teller, commerce }, { reference, amount, transaction }) {
    const pesos = String(wholeUnits(amount));
    const checksum = sha512([netname, reference, pesos, transaction, hash]);
    const paid = { name: netname, reference, amount: pesos, transaction };
    const body = { ...paid, commerce, teller, money: 'COP', checksum };
    return { method: 'POST', url: `${url}/v1/transactions/`, body };
  },
  confirm: (host, transaction) => confirmation(host, transaction, 'true'),
  reverse: (host, transaction) => confirmation(host, transaction, 'false'),
  checksums: null,
};

/** The same request makes a payment final and takes it back. */
function confirmation(host: NetworkHost, transaction: string, confirm: string): NetworkCall {
  const { url, netname: name, hash } = host;
  const body = { name, transaction, confirm, checksum: sha512([name, transaction, hash]) };
  return { method: 'PATCH', url: `${url}/v1/transactions/`, body };
}

const cashOut: NetworkContract = {
  consult({ url, netname, netcode, hash }, { reference: otp, document }) {
    const checksum = sha512([netname, otp, document, hash]);
    const custom = { customparam01: '', customparam02: '', customparam03: '' };
    const body = { otp, netcode, document, checksum, ...custom };
    return { method: 'POST', url: `${url}/cashout/v1/order/${netname}`, body };
  },
  register({ url, netname, netcode, hash, teller, danecode }, payment) {
    const { reference: idoperation, transaction } = payment;
    const checksum = sha512([netname, idoperation, transaction, hash]);
    const body = { idoperation, netcode, transaction, teller, danecode, checksum };
    return { method: 'POST', url: `${url}/cashout/v1/transaction/${netname}`, body };
  },
  confirm: () => null,
  reverse({ url, netname, netcode, hash }, transaction) {
    const body = { netcode, transaction, checksum: sha512([netname, transaction, hash]) };
    const path = `/cashout/v1/transaction/${netname}/${transaction}`;
    return { method: 'PATCH', url: `${url}${path}`, body };
  },
  checksums: {
    consult: (data, hash) =>
      signed(data, ['otp', 'document', 'amount', 'currency', 'operation'], hash),
    register: (data, hash) => signed(data, ['transaction', 'idpayvalida'], hash),
    confirm: (data, hash) => signed(data, ['transaction'], hash),
    reverse: (data, hash) => signed(data, ['transaction'], hash),
  },
};

function signed(data: AnswerData, fields: readonly string[], hash: string): string {
  return sha512([...fields.map((field) => String(data[field] ?? '')), hash]);
}

export const CONTRACTS = { collect, cash_out: cashOut } as const satisfies Record<
  string,
  NetworkContract
>;

export type ContractName = keyof typeof CONTRACTS;
