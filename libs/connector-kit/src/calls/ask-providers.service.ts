import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { Bank, Connector, ProviderCall, StatusAnswer, StatusQuery } from '../connector.js';
import { TillVouchersService } from '../tills/till-vouchers.service.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import { DialerService } from './dialer.service.js';
import { ExchangesService, type Operation } from './exchanges.service.js';
import type { RecordedCall } from './provider-http.client.js';

/** Budget of a query that nobody waits for, milliseconds; shorter than the lease of a callback. */
const TIMEOUT_MS = 20_000;

/** A list of banks, or why there is none and whether the question itself reached the provider. */
export type BanksReply =
  | { readonly banks: readonly Bank[] }
  | { readonly error: ConnectorError; readonly wasAsked: boolean };

/** Asks providers on behalf of callbacks, polls and the list of banks. */
@Injectable()
export class AskProvidersService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly exchanges: ExchangesService,
    private readonly tills: TillVouchersService,
  ) {}

  /**
   * Asks what became of a voucher: its provider, or our own tables where tills ask us about it.
   *
   * @throws ConnectorError
   */
  async poll(connector: Connector, voucher: Voucher): Promise<StatusAnswer> {
    const { reference, attemptId, providerTransactionIds } = voucher;
    const query = { reference, providerTransactionIds, scope: 'reference' } as const;
    const own = await this.tills.statusOf(connector, voucher);
    return own ?? this.ask('poll', connector, attemptId, query);
  }

  /**
   * Asks one question and keeps the exchanges, answered or not.
   *
   * @throws ConnectorError
   */
  async ask(
    operation: 'callback' | 'poll',
    connector: Connector,
    attemptId: string | null,
    query: StatusQuery,
  ): Promise<StatusAnswer> {
    const read = (call: ProviderCall) => connector.readStatus(query, call);
    return this.recorded(operation, connector, attemptId, read);
  }

  /** Asks for the banks of a route whose connector lists them. */
  async listBanks(connector: Connector): Promise<BanksReply> {
    let exchanges: RecordedCall['exchanges'] = [];
    const list = async (call: RecordedCall) => {
      ({ exchanges } = call);
      return (await connector.listBanks?.(call)) ?? [];
    };
    try {
      return { banks: await this.recorded('list_banks', connector, null, list) };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const isOnlyLogIn =
        exchanges.length > 0 && exchanges.every(({ purpose }) => purpose === 'log_in');
      return { error, wasAsked: error.meaning.outcome !== 'not_sent' && !isOnlyLogIn };
    }
  }

  private async recorded<T>(
    operation: Operation,
    connector: Connector,
    attemptId: string | null,
    work: (call: RecordedCall) => Promise<T>,
  ): Promise<T> {
    const call = this.dialer.call(connector, TIMEOUT_MS);
    try {
      return await this.dialer.run(operation, connector, call, () => work(call));
    } finally {
      const purpose = { route: connector.route, operation, attemptId };
      await this.context.database.transaction((tx) =>
        this.exchanges.keep(tx, purpose, call.exchanges),
      );
    }
  }
}
