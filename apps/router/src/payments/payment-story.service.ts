import {
  MESSAGE_TYPES,
  TOPICS,
  type Message,
  type MessageData,
  type MessageType,
} from '@cauce/contracts';
import { expectRows, type Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { snapshotOf, STATUS_EVENTS, type MoneyEvent } from './payment-events.js';
import { nextState, STATES, type StateEvent } from './payment-state.js';
import { PaymentEntity } from './payment.entity.js';

/** Types that tell a payment's story, in the order of its sequence. */
type StoryType = Extract<MessageType, `payment.${string}`>;

/** Writes what happens to a payment: its row, its story and the message, always the three together. */
@Injectable()
export class PaymentStoryService {
  constructor(private readonly context: RouterContext) {}

  /** The payment's row, locked until the transaction ends: everything about one payment happens in turn. */
  async lock(tx: Transaction, paymentId: string): Promise<PaymentEntity | null> {
    return tx.manager.findOne(PaymentEntity, {
      where: { id: paymentId },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /**
   * Moves the payment by an event of the transition table and announces a new public status.
   *
   * @returns false when the table has no such edge; then nothing has changed
   */
  async move(
    tx: Transaction,
    payment: PaymentEntity,
    event: StateEvent,
    reason: string | null = null,
  ): Promise<boolean> {
    const next = nextState(payment.state, event);
    if (next === null) return false;
    if (next === payment.state) return true;
    payment.state = next;
    if (STATES[next].isClosed || next === 'partially_paid') {
      payment.timerKind = null;
      payment.timerAt = null;
    }
    const announced = STATUS_EVENTS[next];
    if (announced === null) return true;
    const type = announced === 'payment.paid' && payment.isLate ? 'payment.paid_late' : announced;
    await this.tell(tx, payment, type, { payment: snapshotOf(payment), reason });
    return true;
  }

  /** Tells a money event; it comes before the change of status that it causes. */
  async tellMoney(tx: Transaction, payment: PaymentEntity, event: MoneyEvent): Promise<void> {
    await this.tell(tx, payment, event.type, event.data);
  }

  /** Adds one event to the payment's story and sends it. */
  async tell<T extends StoryType>(
    tx: Transaction,
    payment: PaymentEntity,
    type: T,
    data: MessageData<T>,
  ): Promise<void> {
    payment.sequence += 1;
    const message: Message<T> = newMessage(this.context.clock, {
      type,
      key: payment.id,
      sequence: payment.sequence,
      data,
    });
    await tx.execute(
      `insert into payment_events (payment_id, sequence, id, type, occurred_at, data)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        payment.id,
        payment.sequence,
        message.id,
        type,
        message.occurredAt,
        JSON.stringify(MESSAGE_TYPES[type].data.encode(data as never)),
      ],
    );
    await send(tx, TOPICS.paymentsEvents, message);
  }

  /** Writes the changed row back. */
  async save(tx: Transaction, payment: PaymentEntity): Promise<void> {
    payment.updatedAt = this.context.clock.now();
    const { id, ...changes } = payment;
    const { affected } = await tx.manager.update(PaymentEntity, { id }, changes);
    expectRows(affected ?? 0, 1, `payment ${id}`);
  }
}
