import { callbackSettings, type CallbackSettings } from './callback-mode.js';
import type { Transaction } from '../collections/collection.js';
import type { Confirmation, ForgedSignature, WriteConfirmation } from './confirmation.js';
import { noteAttempt, WAITING, type Delivery } from './delivery.js';
import type { Sent } from './send-confirmation.client.js';

/**
 * After how long a confirmation that was not answered with 2xx is sent again. ePayco says that it does so
 * and not when; these are ours.
 */
export const DEFAULT_RETRY_DELAYS_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000];

/** Older deliveries are forgotten; nobody looks further back. */
const MAX_DELIVERIES = 2_000;

export interface ConfirmationsOptions {
  readonly write: WriteConfirmation;
  readonly send: (confirmation: Confirmation) => Promise<Sent>;
  readonly now: () => Date;
  readonly retryDelaysMs: readonly number[];
  readonly log: (line: object) => void;
}

/** Sends confirmations as the present mode says, and remembers what was answered. */
export class Confirmations {
  settings: CallbackSettings = callbackSettings('normal');
  private deliveries: Delivery[] = [];
  private readonly timers = new Map<Delivery, NodeJS.Timeout>();
  private lastId = 0;

  constructor(private readonly options: ConfirmationsOptions) {}

  /** Everything that was to be sent, newest first. */
  list(): readonly Delivery[] {
    return this.deliveries.toReversed();
  }

  /**
   * Tells a change of state, as the mode says.
   * @returns a promise for the first attempt, when the mode makes one now; it never rejects
   */
  async announce(transaction: Transaction): Promise<void> {
    const truth = this.options.write(transaction, null);
    if (truth === null) return;
    const delivery = this.open(truth);
    const { mode } = this.settings;
    if (mode === 'delay') return this.waitFor(delivery, 'delayed', this.settings.delayMs);
    if (mode === 'reorder') return this.sendReordered(delivery);
    if (mode === 'forged') {
      delivery.status = 'dropped';
      const forgery = this.options.write(transaction, 'wrong');
      return forgery === null ? undefined : this.attempt(this.open(forgery));
    }
    if (mode === 'duplicate') return this.sendCopies(delivery);
    return this.attempt(delivery);
  }

  /**
   * Sends a forged confirmation now, whatever the mode.
   *
   * @returns null when the merchant did not say where
   */
  async sendForged(transaction: Transaction, signature: ForgedSignature): Promise<Delivery | null> {
    const confirmation = this.options.write(transaction, signature);
    if (confirmation === null) return null;
    const delivery = this.open(confirmation);
    await this.attempt(delivery, true);
    return delivery;
  }

  /** Sends everything that waits, oldest first, and waits for the answers. */
  async flush(): Promise<readonly Delivery[]> {
    const waiting = this.deliveries.filter(({ status }) => WAITING.includes(status));
    for (const delivery of waiting) await this.attempt(delivery, true);
    return waiting;
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private open(confirmation: Confirmation): Delivery {
    this.lastId += 1;
    const delivery: Delivery = {
      id: this.lastId,
      confirmation,
      createdAt: this.options.now(),
      status: 'sending',
      rounds: 0,
      attempts: 0,
      answers: {},
      lastAttemptAt: null,
    };
    this.deliveries = [...this.deliveries.slice(1 - MAX_DELIVERIES), delivery];
    return delivery;
  }

  /** @param isForced sends although the mode drops; a flush does that */
  private async attempt(delivery: Delivery, isForced = false): Promise<void> {
    this.forgetTimer(delivery);
    if (this.settings.mode === 'drop' && !isForced) {
      delivery.status = 'dropped';
      return;
    }
    delivery.status = 'sending';
    this.settle(delivery, await this.sendOnce(delivery));
  }

  private async sendOnce(delivery: Delivery): Promise<boolean> {
    const sent = await this.options.send(delivery.confirmation);
    noteAttempt(delivery, sent, this.options.now());
    const { transaction, state } = delivery.confirmation;
    this.options.log({ event: 'confirmation', id: delivery.id, transaction, state, ...sent });
    return sent.isDelivered;
  }

  private async sendCopies(delivery: Delivery): Promise<void> {
    let isDelivered = false;
    let left = this.settings.copies;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        isDelivered = (await this.sendOnce(delivery)) || isDelivered;
      }
    };
    await Promise.all(Array.from({ length: this.settings.parallel }, worker));
    this.settle(delivery, isDelivered);
  }

  /** Holds the first confirmation of a reference; from the second on, the newest goes first. */
  private async sendReordered(delivery: Delivery): Promise<void> {
    const { reference } = delivery.confirmation;
    delivery.status = 'held';
    const held = this.deliveries.filter(
      (one) => one.status === 'held' && one.confirmation.reference === reference,
    );
    if (held.length < 2) return;
    for (const one of held.toReversed()) await this.attempt(one);
  }

  private settle(delivery: Delivery, isDelivered: boolean): void {
    const delayMs = this.options.retryDelaysMs[delivery.rounds];
    delivery.rounds += 1;
    if (isDelivered) delivery.status = 'delivered';
    else if (delayMs === undefined || delivery.confirmation.isForged) delivery.status = 'failed';
    else this.waitFor(delivery, 'retrying', delayMs);
  }

  private waitFor(delivery: Delivery, status: 'delayed' | 'retrying', delayMs: number): void {
    delivery.status = status;
    const timer = setTimeout(() => void this.attempt(delivery), delayMs).unref();
    this.timers.set(delivery, timer);
  }

  private forgetTimer(delivery: Delivery): void {
    clearTimeout(this.timers.get(delivery));
    this.timers.delete(delivery);
  }
}
