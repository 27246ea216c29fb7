import { ConnectorError, type Bank, type ProviderCall } from '@cauce/connector-kit';
import { EpaycoTokens, type EpaycoKeys } from './epayco-tokens.client.js';
import type { SealedLeaves } from './epayco-transactions.leaf-cipher.js';
import {
  transactionNotFound,
  transactionReply,
  type TransactionReplyData,
} from './epayco-transactions.messages.js';
import { transactionRefusalOf } from './epayco.refusals.js';
import { accepted, banksOf, readJson } from './epayco.replies.js';

/** Where the newer service answers, and with which keys. */
export interface EpaycoTransactionsEndpoints extends EpaycoKeys {
  readonly transactionsUrl: string;
}

const HEADERS = { 'content-type': 'application/json' };

/** A number of ePayco's: it becomes part of a path. */
const REF_PAYCO = /^[1-9]\d{0,18}$/;

/** Speaks the HTTP of ePayco's newer service; knows nothing of payments. */
export class EpaycoTransactionsClient {
  private readonly tokens: EpaycoTokens;

  constructor(private readonly endpoints: EpaycoTransactionsEndpoints) {
    this.tokens = new EpaycoTokens(endpoints);
  }

  /**
   * Creates a voucher or a transfer.
   *
   * @returns also what was made and ended at once: its state says so
   * @throws ConnectorError; `rejected` kinds only for refusals that are known to execute nothing;
   *   duplicate_reference when the bill has a transaction already
   */
  async create(body: SealedLeaves, call: ProviderCall): Promise<TransactionReplyData> {
    const reply = await this.tokens.send('transactions', call, {
      method: 'POST',
      url: this.urlOf('transactions'),
      purpose: 'execute',
      headers: HEADERS,
      body: JSON.stringify(body),
      secrets: [this.endpoints.publicKey],
    });
    const json = readJson(reply);
    const made = transactionReply.safeParse(json);
    if (made.success) return made.data.data;
    throw transactionRefusalOf(json);
  }

  /**
   * Reads one transaction.
   *
   * @returns null when ePayco says that it does not exist; any other refusal is an error, never an absence
   */
  async read(refPayco: string, call: ProviderCall): Promise<TransactionReplyData | null> {
    if (!REF_PAYCO.test(refPayco)) {
      throw new ConnectorError('malformed_reply', 'what is no number of ePayco’s names nothing');
    }
    const json = await this.ask(`transactions/${refPayco}`, call);
    if (transactionNotFound.safeParse(json).success) return null;
    const { data } = accepted(transactionReply.safeParse(json), 'transaction');
    if (data.refPayco === refPayco) return data;
    throw new ConnectorError('wrong_reference', 'the status of another transaction');
  }

  /** Banks that a payer can choose from. */
  async listBanks(call: ProviderCall): Promise<readonly Bank[]> {
    const { publicKey } = this.endpoints;
    return banksOf(await this.ask(`pse/banks/${encodeURIComponent(publicKey)}`, call));
  }

  private async ask(path: string, call: ProviderCall): Promise<unknown> {
    const reply = await this.tokens.send('transactions', call, {
      method: 'GET',
      url: this.urlOf(path),
      purpose: 'read',
      headers: HEADERS,
      secrets: [this.endpoints.publicKey],
    });
    return readJson(reply);
  }

  private urlOf(path: string): string {
    return `${this.endpoints.transactionsUrl}/payment/api/v1/${path}`;
  }
}
