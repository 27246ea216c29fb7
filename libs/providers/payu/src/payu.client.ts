import {
  ConnectorError,
  type Bank,
  type ProviderCall,
  type ProviderRequest,
} from '@cauce/connector-kit';
import type { PayuTransaction } from './payu.mapping.js';
import {
  banksReply,
  orderReply,
  searchReply,
  submitReply,
  transactionReply,
  type CreatedTransaction,
  type Order,
} from './payu.messages.js';
import { canonicalReference } from './payu.orders.js';
import { refusalOf } from './payu.refusals.js';
import { accepted, answerOf, errorIn, succeeded } from './payu.replies.js';

/** Where PayU answers, and with which keys. */
export interface PayuEndpoints {
  /** `https://api.payulatam.com`, without a slash at its end. */
  readonly apiUrl: string;
  readonly apiLogin: string;
  readonly apiKey: string;
  /** Whether requests are marked as tests. */
  readonly isTest: boolean;
}

type Service = 'payments' | 'reports';

const HEADERS = { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' };

/** Code that PayU lists before the banks, for "choose your bank". */
const PLACEHOLDER = '0';

/** Speaks PayU's HTTP; knows nothing of payments. */
export class PayuClient {
  constructor(private readonly endpoints: PayuEndpoints) {}

  /**
   * Looks whether a reference is there, before it is submitted. PayU has no log-in: this is the request that
   * it first takes or refuses our keys with, and whose failure leaves the operation unsent.
   *
   * @throws ConnectorError auth_failed, login_failed when PayU gave no answer; malformed_reply or
   *   wrong_reference when it gave one about something that may be ours
   */
  async look(reference: string, call: ProviderCall): Promise<Order[]> {
    return ordersIn(await this.lookJson(reference, call), reference);
  }

  /**
   * The orders under a reference; empty when there are none.
   *
   * @throws ConnectorError; an error of PayU's is never an absence
   */
  async search(reference: string, call: ProviderCall): Promise<Order[]> {
    const request = this.toSearch(reference, 'read');
    return ordersIn(succeeded(await this.send(request, call)), reference);
  }

  /** Reads an order that PayU named before. */
  async readOrder(orderId: string, call: ProviderCall): Promise<Order> {
    const details = { orderId: Number(orderId) };
    const json = succeeded(
      await this.send(this.request('reports', 'read', 'ORDER_DETAIL', { details }), call),
    );
    const order = accepted(orderReply.safeParse(json), 'order').result.payload;
    if (order.id === orderId) return order;
    throw new ConnectorError('wrong_reference', 'the answer is about another order');
  }

  /**
   * Finds the order of a transaction.
   *
   * @returns null when PayU does not have the transaction
   * @throws ConnectorError malformed_reply when it has it and does not say of which order it is
   */
  async findOrderId(transactionId: string, call: ProviderCall): Promise<string | null> {
    const details = { transactionId };
    const json = succeeded(
      await this.send(
        this.request('reports', 'read', 'TRANSACTION_RESPONSE_DETAIL', { details }),
        call,
      ),
    );
    const one = accepted(transactionReply.safeParse(json), 'transaction').result?.payload;
    if (one === null || one === undefined) return null;
    const orderId = one.orderId ?? String(one.extraParameters?.['REFERENCE'] ?? '');
    if (/^[1-9]\d{0,14}$/.test(orderId)) return orderId;
    throw new ConnectorError('malformed_reply', 'a transaction, and not of which order');
  }

  /**
   * Makes a transaction.
   *
   * @returns what was made, in whichever state
   * @throws ConnectorError; `rejected` kinds only for refusals that are known to execute nothing
   */
  async submit(transaction: PayuTransaction, call: ProviderCall): Promise<CreatedTransaction> {
    const json = await this.send(
      this.request('payments', 'execute', 'SUBMIT_TRANSACTION', { transaction }),
      call,
    );
    const error = errorIn(json);
    if (error !== null) throw refusalOf(error);
    return accepted(submitReply.safeParse(json), 'answer to a submit').transactionResponse;
  }

  /** The banks of PSE; of rows with the same code the first, and no placeholders. */
  async listBanks(call: ProviderCall): Promise<Bank[]> {
    const bankListInformation = { paymentMethod: 'PSE', paymentCountry: 'CO' };
    const json = succeeded(
      await this.send(
        this.request('payments', 'read', 'GET_BANKS_LIST', { bankListInformation }),
        call,
      ),
    );
    const { banks } = accepted(banksReply.safeParse(json), 'list of banks');
    const names = new Map<string, string>();
    for (const { pseCode, description } of banks) {
      const code = pseCode.trim();
      if (code !== '' && code !== PLACEHOLDER && !names.has(code)) {
        names.set(code, description.trim());
      }
    }
    return [...names].map(([code, name]) => ({ code, name }));
  }

  /** An answer that cannot be read at all says nothing of our reference; one with orders in it does. */
  private async lookJson(reference: string, call: ProviderCall): Promise<unknown> {
    try {
      return succeeded(await this.send(this.toSearch(reference, 'log_in'), call));
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.meaning.outcome !== 'unknown') throw error;
      throw new ConnectorError('login_failed', error.message, { cause: error });
    }
  }

  private toSearch(reference: string, purpose: 'read' | 'log_in'): ProviderRequest {
    const details = { referenceCode: reference };
    return this.request('reports', purpose, 'ORDER_DETAIL_BY_REFERENCE_CODE', { details });
  }

  private request(
    service: Service,
    purpose: ProviderRequest['purpose'],
    command: string,
    about: Readonly<Record<string, unknown>>,
  ): ProviderRequest {
    const { apiUrl, apiLogin, apiKey, isTest } = this.endpoints;
    const merchant = { apiLogin, apiKey };
    return {
      method: 'POST',
      url: `${apiUrl}/${service}-api/4.0/service.cgi`,
      purpose,
      headers: HEADERS,
      body: JSON.stringify({ language: 'es', command, test: isTest, merchant, ...about }),
      secrets: [apiKey, apiLogin],
    };
  }

  private async send(request: ProviderRequest, call: ProviderCall): Promise<unknown> {
    return answerOf(await call.send(request));
  }
}

function ordersIn(json: unknown, reference: string): Order[] {
  const orders = accepted(searchReply.safeParse(json), 'search').result?.payload ?? [];
  if (orders.every((one) => canonicalReference(one.referenceCode) === reference)) return orders;
  throw new ConnectorError('wrong_reference', 'PayU found an order of another reference');
}
