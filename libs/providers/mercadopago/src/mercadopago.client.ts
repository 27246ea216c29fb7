import {
  type Bank,
  ConnectorError,
  jsonOf,
  type ProviderCall,
  type ProviderReply,
  type ProviderRequest,
  statusError,
} from '@cauce/connector-kit';
import { banksOf } from './mercadopago.banks.js';
import type { CreateBody } from './mercadopago.bodies.js';
import { canonicalReference } from './mercadopago.mapping.js';
import { paymentReply, searchReply, type Payment } from './mercadopago.messages.js';
import {
  CANCEL_REFUSALS,
  CREATE_REFUSALS,
  isNoSuchPayment,
  refusalOf,
} from './mercadopago.refusals.js';

/** Where Mercado Pago answers, and whom. */
export interface MercadopagoEndpoint {
  readonly apiUrl: string;
  readonly accessToken: string;
}

/** Payments of one reference that are looked at; a reference has one, and in a mishap two. */
const SEARCH_LIMIT = 50;

/** Speaks Mercado Pago's HTTP; knows nothing of rails. */
export class MercadopagoClient {
  constructor(private readonly endpoint: MercadopagoEndpoint) {}

  /**
   * Creates a payment, or gets the one that this key has made already.
   *
   * @throws ConnectorError; `rejected` kinds only for refusals that are known to execute nothing
   */
  async create(body: CreateBody, key: string, call: ProviderCall): Promise<Payment> {
    const reply = await this.send(call, {
      method: 'POST',
      path: '/v1/payments',
      purpose: 'execute',
      key,
      body: body.json,
      personal: body.personal,
    });
    if (reply.status === 200 || reply.status === 201) return paymentIn(reply);
    throw refusalOf(reply.status, () => jsonOf(reply), CREATE_REFUSALS);
  }

  /**
   * Reads one payment.
   *
   * @returns null when Mercado Pago says that it does not exist; any other refusal is an error
   */
  async read(id: string, call: ProviderCall): Promise<Payment | null> {
    const path = `/v1/payments/${encodeURIComponent(id)}`;
    const reply = await this.send(call, { method: 'GET', path, purpose: 'read' });
    if (reply.status === 404 && isNoSuchPayment(jsonOf(reply))) return null;
    return ofPayment(paymentIn(answered(reply)), id);
  }

  /** Ids of the payments whose `external_reference` is our reference; empty when there is none. */
  async search(reference: string, call: ProviderCall): Promise<string[]> {
    const query = new URLSearchParams({
      external_reference: reference,
      range: 'date_created',
      sort: 'date_created',
      criteria: 'asc',
      limit: String(SEARCH_LIMIT),
    });
    const path = `/v1/payments/search?${query}`;
    const reply = answered(await this.send(call, { method: 'GET', path, purpose: 'read' }));
    const { paging, results } = accepted(searchReply.safeParse(jsonOf(reply)), 'search');
    if (Number(paging.total) !== results.length) {
      throw new ConnectorError('malformed_reply', `${results.length} of ${paging.total} payments`);
    }
    return results
      .filter((one) => canonicalReference(one.external_reference ?? '') === reference)
      .map((one) => one.id);
  }

  /** Ends a payment that nobody has paid yet. */
  async cancel(id: string, key: string, call: ProviderCall): Promise<Payment> {
    const reply = await this.send(call, {
      method: 'PUT',
      path: `/v1/payments/${encodeURIComponent(id)}`,
      purpose: 'execute',
      key,
      body: '{"status":"cancelled"}',
    });
    if (reply.status === 200) return ofPayment(paymentIn(reply), id);
    throw refusalOf(reply.status, () => jsonOf(reply), CANCEL_REFUSALS);
  }

  /** The banks of a method. */
  async listBanks(method: string, call: ProviderCall): Promise<Bank[]> {
    const request = { method: 'GET', path: '/v1/payment_methods', purpose: 'read' } as const;
    return banksOf(jsonOf(answered(await this.send(call, request))), method);
  }

  private send(call: ProviderCall, request: PathRequest): Promise<ProviderReply> {
    const { method, path, purpose, key, body, personal = [] } = request;
    const { apiUrl, accessToken } = this.endpoint;
    return call.send({
      method,
      url: `${apiUrl}${path}`,
      purpose,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'x-idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body }),
      secrets: [accessToken, ...personal],
    });
  }
}

interface PathRequest extends Pick<ProviderRequest, 'method' | 'purpose' | 'body'> {
  readonly path: string;
  /** Idempotency key, of what executes. */
  readonly key?: string;
  readonly personal?: readonly string[];
}

/** An answer to a read that is one: whatever else came proves nothing, refusals included. */
function answered(reply: ProviderReply): ProviderReply {
  const { status } = reply;
  if (status === 200) return reply;
  if (status === 401 || status === 403) throw new ConnectorError('auth_failed', `HTTP ${status}`);
  throw statusError(status) ?? new ConnectorError('malformed_reply', `HTTP ${status}`);
}

function paymentIn(reply: ProviderReply): Payment {
  return accepted(paymentReply.safeParse(jsonOf(reply)), 'payment');
}

function ofPayment(payment: Payment, id: string): Payment {
  if (payment.id === id) return payment;
  throw new ConnectorError('wrong_reference', 'the answer is about another payment');
}

function accepted<T>(
  parsed: { success: true; data: T } | { success: false; error: Error },
  what: string,
): T {
  if (parsed.success) return parsed.data;
  throw new ConnectorError('malformed_reply', `the ${what} is not as it should be`, {
    cause: parsed.error,
  });
}
