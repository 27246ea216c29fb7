import type { CancelCommand } from '@cauce/contracts';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError, toConnectorError } from '../connector-error.js';
import type { Connector } from '../connector.js';
import { TillVouchersService } from '../tills/till-vouchers.service.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { cancelledAnswer, failedAnswer, type CommandAnswer } from './command-answer.js';
import { DialerService } from './dialer.service.js';
import type { RecordedCall } from './provider-http.client.js';
import { ResultsService } from './results.service.js';

/** Voids vouchers where the provider can. */
@Injectable()
export class CancelVouchersService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly vouchers: VouchersService,
    private readonly results: ResultsService,
    private readonly tills: TillVouchersService,
  ) {}

  /** Carries a command out. The voucher stays polled: one that was voided may have been paid before. */
  async cancel(connector: Connector, command: CancelCommand, timeoutMs: number): Promise<void> {
    const call = this.dialer.call(connector, timeoutMs);
    const answer = await this.attempt(connector, command, call);
    await this.results.send('cancel', command, call, answer, async () => undefined);
  }

  private async attempt(
    connector: Connector,
    command: CancelCommand,
    call: RecordedCall,
  ): Promise<CommandAnswer> {
    const { route, reference } = command;
    try {
      const voucher = await this.vouchers.find(this.context.database.reads, route, reference);
      await this.dialer.run('cancel', connector, call, async () => {
        if (voucher?.isForTills) return this.tills.close(voucher);
        if (connector.cancel === undefined) {
          throw new ConnectorError('invalid_request', `${route} cannot void vouchers`);
        }
        const providerTransactionIds = voucher?.providerTransactionIds ?? [];
        await connector.cancel({ reference, providerTransactionIds, scope: 'reference' }, call);
      });
      return cancelledAnswer();
    } catch (error) {
      return failedAnswer(toConnectorError(error));
    }
  }
}
