import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DialerService } from '../calls/dialer.service.js';
import { VouchersService, type Voucher } from '../calls/vouchers.service.js';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { CallbackHint, StatusAnswer } from '../connector.js';
import { FactsService } from '../facts/facts.service.js';
import { CallbacksService, type StoredCallback } from './callbacks.service.js';

/** How often stored callbacks are looked for besides when one has just come in. */
const EVERY_MS = 1_000;

/** Callbacks worked on at once: each may wait for the provider. */
const PARALLEL = 4;

/**
 * Understands stored callbacks. What a callback says of money is only a hint: the provider is asked, and
 * what it answers is stated as facts.
 */
@Injectable()
export class TranslateCallbacksJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: JobLoop[];

  constructor(
    private readonly context: ConnectorContext,
    private readonly callbacks: CallbacksService,
    private readonly dialer: DialerService,
    private readonly vouchers: VouchersService,
    private readonly facts: FactsService,
  ) {
    const { logger, metrics } = context;
    this.loops = Array.from(
      { length: PARALLEL },
      () =>
        new JobLoop({
          name: 'translate_callbacks',
          everyMs: EVERY_MS,
          run: () => this.run(),
          logger,
          metrics,
        }),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
    let next = 0;
    this.callbacks.whenStored(() => {
      next = (next + 1) % this.loops.length;
      this.loops[next]?.wake();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** Works on one callback. @returns 1 when there was one */
  async run(): Promise<number> {
    const stored = await this.callbacks.takeDue();
    if (stored === null) return 0;
    await this.translate(stored);
    return 1;
  }

  private async translate(stored: StoredCallback): Promise<void> {
    const hint = this.read(stored);
    if (hint === null) {
      await this.callbacks.settle(stored, 'forged', null);
      return;
    }
    const { database } = this.context;
    const voucher = await this.vouchers.find(database.reads, stored.route, hint.reference);
    try {
      const answer = await this.ask(stored, hint, voucher);
      await this.conclude(stored, hint, voucher, answer);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.context.logger.warn(
        { route: stored.route, kind: error.kind },
        'callback not confirmed yet',
      );
      await this.again(stored);
    }
  }

  private read(stored: StoredCallback): CallbackHint | null {
    const connector = this.context.connectorOf(stored.route);
    try {
      return connector?.readCallback?.(stored.callback) ?? null;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.context.logger.warn(
        { route: stored.route, callbackId: stored.id, kind: error.kind },
        'callback not believed',
      );
      return null;
    }
  }

  private ask(
    stored: StoredCallback,
    hint: CallbackHint,
    voucher: Voucher | null,
  ): Promise<StatusAnswer> {
    const ids = [
      ...new Set([hint.providerTransactionId, ...(voucher?.providerTransactionIds ?? [])]),
    ];
    return this.dialer.ask(stored.route, hint.reference, ids, voucher?.attemptId ?? null);
  }

  private async conclude(
    stored: StoredCallback,
    hint: CallbackHint,
    voucher: Voucher | null,
    answer: StatusAnswer,
  ): Promise<void> {
    if (answer.kind === 'absent') return this.again(stored);
    const waitedMs = this.context.clock.now().getTime() - stored.receivedAt.getTime();
    if (voucher === null && waitedMs < this.context.settings.unmatchedAfterMs) {
      return this.again(stored);
    }
    await this.context.database.transaction(async (tx) => {
      await this.vouchers.complete(tx, stored.route, hint.reference, {
        instruction: null,
        providerTransactionIds: answer.transactions.map((one) => one.providerTransactionId),
      });
      await this.facts.state(tx, stored.route, answer.transactions, voucher, 'callback');
    });
    await this.callbacks.settle(stored, 'done', null);
  }

  /** Tries again later, a bounded number of times; polling and the settlement file remain. */
  private async again(stored: StoredCallback): Promise<void> {
    const pauseMs = this.context.settings.callbackRetryMs[stored.tries - 1];
    if (pauseMs === undefined) return this.callbacks.settle(stored, 'unconfirmed', null);
    const dueAt = new Date(this.context.clock.now().getTime() + pauseMs);
    await this.callbacks.settle(stored, 'new', dueAt);
  }
}
