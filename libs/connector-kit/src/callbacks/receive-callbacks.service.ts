import { apiError } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { CallbackReading, RawCallback } from '../connector.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { CallbacksService } from './callbacks.service.js';
import { readCallback } from './read-callback.js';
import { TranslateCallbacksJob } from './translate-callbacks.job.js';
import { NamedQuota, WindowQuota } from './window-quota.js';

/**
 * Forged callbacks that a process keeps of a route: enough to see what is tried. They may have 64 KB each and
 * stay for a week, so that this is less than a gigabyte.
 */
const KEPT_AN_HOUR = 60;
const HOUR_MS = 3_600_000;

/**
 * Forged callbacks of a route over which a process looks for the voucher that they name. They may be real
 * ones, signed with a secret that we do not have yet: no route has as many payments.
 */
const LOOKED_AT_A_MINUTE = 600;
const MINUTE_MS = 60_000;

/**
 * Callbacks of a route that a process keeps although its connector cannot read them: more are sent again. They may
 * be real, of a form that the provider changed, or of a case that we did not foresee.
 */
const UNREADABLE_A_MINUTE = 60;
const RETRY_AFTER_SECONDS = 60;

/**
 * Callbacks with one right signature that a process keeps and asks about. A provider sends its callback again with
 * the same bytes; of a voucher of ours, copies that differ are made by somebody who saw it.
 */
const COPIES_A_MINUTE = 10;

/** Callbacks of a route beyond these that a process keeps because they are about no voucher of ours. */
const FOREIGN_A_MINUTE = 60;

type RightReading = Exclude<CallbackReading, { kind: 'forged' }>;

interface Quotas {
  readonly kept: WindowQuota;
  readonly lookedAt: WindowQuota;
  readonly unreadable: WindowQuota;
  readonly copies: NamedQuota;
  readonly copyLookedAt: WindowQuota;
  readonly foreign: WindowQuota;
}

/**
 * Takes callbacks in. One whose signature is wrong waits for nobody and nobody waits for it: it is never
 * queued, and what a flood of them may cost is bounded.
 */
@Injectable()
export class ReceiveCallbacksService {
  private readonly quotas: ReadonlyMap<string, Quotas>;

  constructor(
    private readonly context: ConnectorContext,
    private readonly callbacks: CallbacksService,
    private readonly vouchers: VouchersService,
    private readonly job: TranslateCallbacksJob,
  ) {
    this.quotas = new Map(
      context.connectors.map(({ route }) => [
        route,
        {
          kept: new WindowQuota(KEPT_AN_HOUR, HOUR_MS),
          lookedAt: new WindowQuota(LOOKED_AT_A_MINUTE, MINUTE_MS),
          unreadable: new WindowQuota(UNREADABLE_A_MINUTE, MINUTE_MS),
          copies: new NamedQuota(COPIES_A_MINUTE, MINUTE_MS),
          copyLookedAt: new WindowQuota(LOOKED_AT_A_MINUTE, MINUTE_MS),
          foreign: new WindowQuota(FOREIGN_A_MINUTE, MINUTE_MS),
        },
      ]),
    );
  }

  /**
   * Takes one in, for a route of this service. Returns once it is durable, or is known to be forged.
   *
   * @throws AppError NOT_AVAILABLE for more than can be kept of those that nobody here can read
   */
  async receive(route: string, callback: RawCallback): Promise<void> {
    const connector = this.context.connectorOf(route);
    const quotas = this.quotas.get(route);
    if (connector === null || quotas === undefined) throw new Error(`${route} is not hosted`);
    const { reading, error } = readCallback(connector, callback);
    if (error !== undefined) {
      await this.keepUnreadable(route, callback, quotas, error);
    } else if (reading.kind === 'forged') {
      await this.reject(route, callback, reading.reference, quotas);
    } else {
      await this.keep(route, callback, reading, quotas);
    }
  }

  private async keep(
    route: string,
    callback: RawCallback,
    reading: RightReading,
    quotas: Quotas,
  ): Promise<void> {
    const now = this.context.clock.now();
    const { signature: copyOf } = reading;
    const isWithin = !copyOf || quotas.copies.take(copyOf, this.callbacks.digestOf(callback), now);
    const isKept = isWithin || !(await this.isPassedOver(route, reading, quotas));
    if (isKept && (await this.callbacks.store(route, callback))) this.job.wake();
  }

  /**
   * Of more copies than are kept, each is a hint like any other. What is about no voucher of ours may be a sale of
   * the same account whose signature covers no more than its price: some more are kept, and others sent again.
   */
  private async isPassedOver(
    route: string,
    reading: RightReading,
    { copyLookedAt, foreign }: Quotas,
  ): Promise<boolean> {
    const { database, clock } = this.context;
    const { reference } = reading.kind === 'hint' ? reading.hint : reading.transaction;
    if ((await this.vouchers.find(database.reads, route, reference)) === null) {
      if (foreign.take(clock.now())) return false;
      throw apiError('NOT_AVAILABLE', { facts: { route }, retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    this.callbacks.countUnkept(route, 'copy_unkept');
    if (copyLookedAt.take(clock.now())) await this.vouchers.pollSoon(route, reference);
    return true;
  }

  private async keepUnreadable(
    route: string,
    callback: RawCallback,
    { unreadable }: Quotas,
    error: unknown,
  ): Promise<void> {
    const { clock, logger } = this.context;
    if (!unreadable.take(clock.now())) {
      throw apiError('NOT_AVAILABLE', { facts: { route }, retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    logger.error({ route, err: error }, 'callback could not be read');
    await this.callbacks.storeForged(route, callback);
  }

  /** A hint is free: whoever sent it, the voucher it names is asked about once. */
  private async reject(
    route: string,
    callback: RawCallback,
    reference: string | null,
    { kept, lookedAt }: Quotas,
  ): Promise<void> {
    const { clock, logger } = this.context;
    const now = clock.now();
    if (kept.take(now)) {
      logger.warn({ route }, 'callback with a wrong signature');
      await this.callbacks.storeForged(route, callback);
    } else {
      this.callbacks.countUnkept(route, 'forged_unkept');
    }
    if (reference !== null && lookedAt.take(now)) await this.vouchers.pollSoon(route, reference);
  }
}
