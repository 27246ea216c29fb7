import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { Connector, StatusAnswer, StatusQuery } from '../connector.js';
import { DialerService } from './dialer.service.js';
import { ExchangesService } from './exchanges.service.js';

/** Budget of a query that nobody waits for, milliseconds; shorter than the lease of a callback. */
const TIMEOUT_MS = 20_000;

/** Asks providers on behalf of callbacks and polls. */
@Injectable()
export class AskProvidersService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly exchanges: ExchangesService,
  ) {}

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
    const call = this.dialer.call(connector, TIMEOUT_MS);
    try {
      const read = () => connector.readStatus(query, call);
      return await this.dialer.run(operation, connector, call, read);
    } finally {
      const purpose = { route: connector.route, operation, attemptId };
      await this.context.database.transaction((tx) =>
        this.exchanges.keep(tx, purpose, call.exchanges),
      );
    }
  }
}
