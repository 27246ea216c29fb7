import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { StatusAnswer } from '../connector.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { holds, ownStatus } from './judge-till.js';
import { TillTransactionsService } from './till-transactions.service.js';

/** Answers for vouchers that tills ask us about, where a provider would for others. */
@Injectable()
export class TillVouchersService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly transactions: TillTransactionsService,
  ) {}

  /** What became of a voucher; null when a provider is to be asked. */
  async statusOf(voucher: Voucher | null): Promise<StatusAnswer | null> {
    if (voucher === null || !voucher.isForTills) return null;
    const { database, clock } = this.context;
    const { route, reference } = voucher;
    const transactions = await this.transactions.of(database.reads, route, reference);
    return ownStatus(voucher, transactions, clock.now());
  }

  /**
   * Voids a voucher: no till takes it any more. Done again it succeeds again.
   *
   * @throws ConnectorError provider_rejected while a till has it, or after it was paid there
   */
  async close({ route, reference }: Pick<Voucher, 'route' | 'reference'>): Promise<void> {
    const now = this.context.clock.now();
    await this.context.database.transaction(async (tx) => {
      await this.vouchers.lock(tx, route, reference);
      const transactions = await this.transactions.of(tx, route, reference);
      if (transactions.some((one) => holds(one, now))) {
        throw new ConnectorError('provider_rejected', 'a till has the voucher');
      }
      await tx.execute(
        `update voucher set closed_at = coalesce(closed_at, $3)
         where route = $1 and reference = $2 and is_for_tills`,
        [route, reference, now],
      );
    });
  }
}
