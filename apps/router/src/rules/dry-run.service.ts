import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { openPayer } from '../payments/open-payer.js';
import { PaymentEntity } from '../payments/payment.entity.js';
import { RouterContext } from '../router-context.js';
import { chooseRoute } from '../routing/choose-route.js';
import { toRoutedPayment } from '../routing/routed-payment.js';
import { RoutingWorldService } from '../routing/routing-world.service.js';
import { compareChoices, type Comparison } from './compare-choices.js';
import { compileRules } from './compile-rules.js';
import { RoutingRulesService } from './routing-rules.service.js';
import type { RoutingRules } from './routing-rules.schema.js';

/** Changed payments that are named; the numbers tell of all. */
const MOST_CHANGES = 50;

/** How far back payments are looked for, first in the last day; after these, all of them. */
const WINDOWS_MS = [1, 7, 30, 180].map((days) => days * 86_400_000);

/** Payments that are decided before others may use the process: some milliseconds. */
const CHUNK = 100;

/** What rules would have changed, and over which payments. */
export interface DryRun extends Comparison {
  readonly oldest: Date | null;
  readonly newest: Date | null;
  readonly comparedWith: number;
}

/** Tries rules on payments that were made; nothing is stored. */
@Injectable()
export class DryRunService {
  constructor(
    private readonly context: RouterContext,
    private readonly rules: RoutingRulesService,
    private readonly world: RoutingWorldService,
  ) {}

  /**
   * Decides the last payments again, each at the time at which it was made: once by the rules in force and once by
   * these, with the routes as they are announced now and all of them well.
   *
   * @param last how many payments
   * @throws RULES_REFUSED
   */
  async run(document: RoutingRules, last: number): Promise<DryRun> {
    await this.rules.refuseBad(document, '/rules');
    const { inForce } = this.rules;
    const before = await this.world.still(inForce);
    const after = { ...before, rules: compileRules(0, document) };
    const payments = await this.lastPayments(last);
    const compared = [];
    for (const [index, payment] of payments.entries()) {
      if (index % CHUNK === 0) await new Promise((resolve) => setImmediate(resolve));
      const routed = toRoutedPayment(payment, openPayer(this.context.cipher, payment));
      const at = payment.createdAt;
      compared.push({
        paymentId: payment.id,
        before: chooseRoute(routed, { ...before, at }),
        after: chooseRoute(routed, { ...after, at }),
      });
    }
    return {
      ...compareChoices(compared, MOST_CHANGES),
      oldest: payments.at(-1)?.createdAt ?? null,
      newest: payments[0]?.createdAt ?? null,
      comparedWith: inForce.version,
    };
  }

  /** The last payments, newest first: looked for in ever longer times, so that only the last rows are read. */
  private async lastPayments(count: number): Promise<readonly PaymentEntity[]> {
    const now = this.context.clock.now().getTime();
    return this.context.database.transaction(async (tx) => {
      for (const windowMs of WINDOWS_MS) {
        const where = { createdAt: MoreThan(new Date(now - windowMs)) };
        const order = { createdAt: 'DESC', id: 'DESC' } as const;
        const found = await tx.manager.find(PaymentEntity, { where, order, take: count });
        if (found.length === count) return found;
      }
      return tx.manager.find(PaymentEntity, {
        order: { createdAt: 'DESC', id: 'DESC' },
        take: count,
      });
    });
  }
}
