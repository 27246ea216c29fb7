import type { Instruction } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { Connector, StatusAnswer } from '../connector.js';
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

  /**
   * What became of a voucher; null when a provider is to be asked. Where tills ask us, what was never written
   * is absent: it is written before it is issued.
   *
   * @param voucher null where there is none of the reference that was asked about
   */
  async statusOf(connector: Connector, voucher: Voucher | null): Promise<StatusAnswer | null> {
    if (voucher === null) return connector.tills === undefined ? null : { kind: 'absent' };
    if (!voucher.isForTills) return null;
    const { database, clock } = this.context;
    const { route, reference } = voucher;
    const transactions = await this.transactions.of(database.reads, route, reference);
    return ownStatus(voucher, transactions, clock.now());
  }

  /**
   * Voids a voucher: no till takes it any more. Done again it succeeds again.
   *
   * @throws ConnectorError held while a till has it, provider_rejected after it was paid there
   */
  async close({ route, reference }: Pick<Voucher, 'route' | 'reference'>): Promise<void> {
    const now = this.context.clock.now();
    await this.context.database.transaction(async (tx) => {
      await this.vouchers.lock(tx, route, reference);
      const transactions = await this.transactions.of(tx, route, reference);
      if (transactions.some(({ status }) => status === 'confirmed')) {
        throw new ConnectorError('provider_rejected', 'the voucher was paid at a till');
      }
      if (transactions.some((one) => holds(one, now))) {
        throw new ConnectorError('held', 'a till has the voucher');
      }
      await this.markClosed(tx, route, reference);
    });
  }

  /**
   * Voids a voucher that could not be issued: nobody was handed its code, so that nobody can pay it, and no till
   * takes it if its code comes to light after all.
   *
   * @returns what it was handed out with meanwhile, and then it stays as it is; else null
   */
  async giveUp({
    route,
    reference,
  }: Pick<Voucher, 'route' | 'reference'>): Promise<Instruction | null> {
    return this.context.database.transaction(async (tx) => {
      const voucher = await this.vouchers.lock(tx, route, reference);
      if (voucher !== null && voucher.instruction !== null) return voucher.instruction;
      await this.markClosed(tx, route, reference);
      return null;
    });
  }

  private async markClosed(tx: Transaction, route: string, reference: string): Promise<void> {
    await tx.execute(
      `update voucher set closed_at = coalesce(closed_at, $3)
       where route = $1 and reference = $2 and is_for_tills`,
      [route, reference, this.context.clock.now()],
    );
  }
}
