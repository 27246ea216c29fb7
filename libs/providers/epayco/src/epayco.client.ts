import {
  ConnectorError,
  type Bank,
  type ProviderCall,
  type ProviderReply,
  type ProviderRequest,
} from '@cauce/connector-kit';
import { EpaycoTokens, type EpaycoKeys, type TokenKind } from './epayco-tokens.client.js';
import { keyFields } from './epayco.field-cipher.js';
import { canonicalReference } from './epayco.mapping.js';
import {
  cashReply,
  noSuchTransaction,
  searchReply,
  settlementIndex,
  statusReply,
  transferReply,
  type CashData,
  type StatusData,
  type TransferData,
} from './epayco.messages.js';
import { refusalOf } from './epayco.refusals.js';
import { accepted, banksOf, readJson } from './epayco.replies.js';

/** Where ePayco answers, and with which keys. */
export interface EpaycoEndpoints extends EpaycoKeys {
  readonly secureUrl: string;
  readonly settlementsUrl: string;
}

/** What the SDK sends with every request. */
const HEADERS = { 'content-type': 'application/json', type: 'sdk-jwt', lang: 'NODE' };

/** Speaks ePayco's HTTP; knows nothing of payments. */
export class EpaycoClient {
  private readonly tokens: EpaycoTokens;

  constructor(private readonly endpoints: EpaycoEndpoints) {
    this.tokens = new EpaycoTokens(endpoints);
  }

  /**
   * Creates a cash voucher, or gets the one that this `factura` has already.
   *
   * @param network `efecty`, `puntored`, …
   * @throws ConnectorError; `rejected` kinds only for refusals that are known to execute nothing
   */
  async createCash(
    network: string,
    body: Readonly<Record<string, unknown>>,
    call: ProviderCall,
  ): Promise<CashData> {
    const reply = await this.authorized('api', call, {
      method: 'POST',
      url: `${this.endpoints.secureUrl}/restpagos/v2/efectivo/${network}`,
      purpose: 'execute',
      body: JSON.stringify(body),
    });
    const json = readJson(reply);
    const voucher = cashReply.safeParse(json);
    if (voucher.success) return voucher.data.data;
    throw refusalOf(json, String(body['factura']));
  }

  /**
   * Creates a transfer, or gets the one that this `factura` has already.
   *
   * @param reference the `factura`, which stands in the body encrypted
   * @throws ConnectorError; `rejected` kinds only for refusals that are known to execute nothing
   */
  async createTransfer(
    reference: string,
    body: Readonly<Record<string, unknown>>,
    call: ProviderCall,
  ): Promise<TransferData> {
    const reply = await this.authorized('api', call, {
      method: 'POST',
      url: `${this.endpoints.secureUrl}/restpagos/pagos/debitos.json`,
      purpose: 'execute',
      body: JSON.stringify(body),
    });
    const json = readJson(reply);
    const transfer = transferReply.safeParse(json);
    if (transfer.success) return transfer.data.data;
    throw refusalOf(json, reference);
  }

  /** Banks that a payer can choose from; the line that asks to choose one is left out. */
  async listBanks(call: ProviderCall): Promise<readonly Bank[]> {
    const query = new URLSearchParams({ public_key: this.endpoints.publicKey });
    const reply = await this.authorized('api', call, {
      method: 'GET',
      url: `${this.endpoints.secureUrl}/restpagos/pse/bancos.json?${query}`,
      purpose: 'read',
    });
    return banksOf(readJson(reply));
  }

  /**
   * Reads one transaction.
   *
   * @returns null when ePayco says that it does not exist; any other refusal is an error, never an absence
   */
  async readTransaction(refPayco: string, call: ProviderCall): Promise<StatusData | null> {
    const query = new URLSearchParams({
      ref_payco: refPayco,
      public_key: this.endpoints.publicKey,
    });
    const reply = await this.authorized('api', call, {
      method: 'GET',
      url: `${this.endpoints.secureUrl}/restpagos/transaction/response.json?${query}`,
      purpose: 'read',
    });
    const json = readJson(reply);
    if (noSuchTransaction.safeParse(json).success) return null;
    const { data } = accepted(statusReply.safeParse(json), 'status');
    if (data.x_ref_payco === refPayco) return data;
    throw new ConnectorError('wrong_reference', 'the status of another transaction');
  }

  /** ePayco's ids of the transactions whose `factura` is our reference; empty when there is none. */
  async search(reference: string, call: ProviderCall): Promise<string[]> {
    const reply = await this.authorized('apify', call, {
      method: 'POST',
      url: `${this.endpoints.apifyUrl}/transaction`,
      purpose: 'read',
      body: JSON.stringify({ filter: { referenceClient: reference } }),
    });
    const { data } = accepted(searchReply.safeParse(readJson(reply)), 'search');
    const total = Number(data.pagination?.totalCount ?? data.data.length);
    if (total !== data.data.length) {
      throw new ConnectorError('malformed_reply', `${data.data.length} of ${total} transactions`);
    }
    return data.data
      .filter((one) => canonicalReference(one.referenceClient) === reference)
      .map((one) => one.referencePayco);
  }

  /** Names of the settlement files of a day; none is an ordinary answer. */
  async listSettlements(day: string, call: ProviderCall) {
    const reply = await call.send({
      method: 'GET',
      url: `${this.endpoints.settlementsUrl}/${day}`,
      purpose: 'read',
    });
    if (reply.status === 404) return [];
    return accepted(settlementIndex.safeParse(readJson(reply)), 'list of files').files;
  }

  async fetchSettlement(day: string, name: string, call: ProviderCall): Promise<Uint8Array> {
    const url = `${this.endpoints.settlementsUrl}/${day}/${encodeURIComponent(name)}`;
    const reply = await call.send({ method: 'GET', url, purpose: 'read' });
    if (reply.status === 200) return reply.body;
    throw new ConnectorError('provider_failed', `HTTP ${reply.status}`);
  }

  private authorized(
    kind: TokenKind,
    call: ProviderCall,
    request: ProviderRequest,
  ): Promise<ProviderReply> {
    const { p } = keyFields(this.endpoints.privateKey);
    return this.tokens.send(kind, call, { ...request, headers: HEADERS, secrets: [p] });
  }
}
