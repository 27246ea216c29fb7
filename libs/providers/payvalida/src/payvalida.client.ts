import { ConnectorError, statusError, type ProviderCall } from '@cauce/connector-kit';
import { parseBody } from './parse-body.js';
import { orderQueryChecksum } from './payvalida.checksums.js';
import { canonicalReference } from './payvalida.mapping.js';
import {
  anyReply,
  deleteReply,
  orderReply,
  registerReply,
  type OrderData,
  type RegisterData,
} from './payvalida.messages.js';
import {
  ACCEPTED,
  deleteRefusal,
  isAbsence,
  isNotPending,
  readRefusal,
  registerRefusal,
} from './payvalida.refusals.js';

/** Where Payvalida answers, and as whom we ask. */
export interface PayvalidaAccount {
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** Payvalida's name of the merchant. */
  readonly merchant: string;
  /** FIXED_HASH, which signs requests; it is never sent. */
  readonly fixedHash: string;
}

interface Refused {
  readonly code: string;
}

/** Speaks Payvalida's HTTP for merchants; knows nothing of payments. */
export class PayvalidaClient {
  constructor(private readonly account: PayvalidaAccount) {}

  /**
   * Registers an order.
   *
   * @throws ConnectorError duplicate_reference when an order with this number is there already; `rejected`
   *   kinds only for refusals that are known to execute nothing
   */
  async register(
    body: Readonly<Record<string, string | number | boolean>>,
    call: ProviderCall,
  ): Promise<RegisterData> {
    const answer = await this.ask(call, {
      method: 'POST',
      url: `${this.account.apiUrl}/api/v3/porders`,
      purpose: 'execute',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      secrets: [this.account.fixedHash],
    });
    if (isRefused(answer)) throw registerRefusal(answer.code);
    return accepted(registerReply.safeParse(answer.json), 'register').DATA;
  }

  /**
   * Reads one order by our number.
   *
   * @param personal values that the answer may repeat and no record may keep
   * @returns null when Payvalida says that there is none; any other refusal is an error, never an absence
   */
  async readOrder(
    order: string,
    call: ProviderCall,
    personal: readonly string[] = [],
  ): Promise<OrderData | null> {
    const answer = await this.ask(call, {
      method: 'GET',
      url: this.urlOf(order),
      purpose: 'read',
      secrets: [this.account.fixedHash, ...personal],
    });
    if (isRefused(answer)) {
      if (isAbsence(answer.code)) return null;
      throw readRefusal(answer.code);
    }
    const data = accepted(orderReply.safeParse(answer.json), 'order').DATA;
    if (canonicalReference(data.ORDER) === order) return data;
    throw new ConnectorError('wrong_reference', 'the answer is about another order');
  }

  /**
   * Deletes an order that nobody has paid yet.
   *
   * @returns whether it was deleted now; if not, it is not there or not pending any more
   */
  async deleteOrder(order: string, call: ProviderCall): Promise<boolean> {
    const answer = await this.ask(call, {
      method: 'DELETE',
      url: this.urlOf(order),
      purpose: 'execute',
      secrets: [this.account.fixedHash],
    });
    if (isRefused(answer)) {
      if (isNotPending(answer.code)) return false;
      throw deleteRefusal(answer.code);
    }
    const deleted = accepted(deleteReply.safeParse(answer.json), 'deletion').DATA;
    if (canonicalReference(deleted) === order) return true;
    throw new ConnectorError('wrong_reference', 'another order was deleted');
  }

  private urlOf(order: string): string {
    const { apiUrl, merchant, fixedHash } = this.account;
    const query = new URLSearchParams({
      merchant,
      checksum: orderQueryChecksum(order, merchant, fixedHash),
    });
    return `${apiUrl}/api/v3/porders/${encodeURIComponent(order)}?${query}`;
  }

  /** Refusals are answered with a code; which HTTP status they come with is not documented. */
  private async ask(
    call: ProviderCall,
    request: Parameters<ProviderCall['send']>[0],
  ): Promise<Refused | { readonly json: unknown }> {
    const reply = await call.send(request);
    if (reply.status === 401 || reply.status === 403) {
      throw new ConnectorError('auth_failed', `HTTP ${reply.status}`);
    }
    const failure = statusError(reply.status);
    if (failure !== null) throw failure;
    const json = parseBody(reply.body);
    const { CODE: code } = accepted(anyReply.safeParse(json), 'answer');
    if (code !== ACCEPTED) return { code };
    if (reply.status >= 200 && reply.status < 300) return { json };
    throw new ConnectorError('malformed_reply', `an acceptance with HTTP ${reply.status}`);
  }
}

function isRefused(answer: Refused | { readonly json: unknown }): answer is Refused {
  return 'code' in answer;
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
