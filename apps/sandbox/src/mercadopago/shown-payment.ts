import type { FastifyRequest } from 'fastify';
import type { Transaction } from '../collections/collection.js';
import type { MercadopagoWorld } from './mercadopago-world.js';
import { paymentAnswer } from './payment-answer.js';

type Sides = Pick<MercadopagoWorld, 'collector' | 'account'>;

/** A payment as it is now, with addresses by which the caller reached the sandbox. */
export function shownPayment(
  { collector, account }: Sides,
  { id }: Transaction,
  request: FastifyRequest,
): Record<string, unknown> {
  const payment = collector.transaction(id);
  const voucher = collector.book.voucher(payment.code ?? '') ?? null;
  return paymentAnswer(payment, voucher, account, `${request.protocol}://${request.host}`);
}

/** @param id - as it came in the path */
export function paymentOf({ collector }: Sides, id: string): Transaction | undefined {
  collector.expireDue();
  return /^\d{1,15}$/.test(id) ? collector.book.transaction(Number(id)) : undefined;
}
