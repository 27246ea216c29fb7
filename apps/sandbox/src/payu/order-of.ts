import { startOfDay } from '@cauce/calendar';
import type { Order } from '../collections/collection.js';
import { METHODS } from './methods.js';
import type { OrderDetails } from './order-details.schema.js';
import {
  amountOf,
  type PseParameters,
  type SubmittedTransaction,
} from './submit-request.schema.js';

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

/** Longest life of a voucher, and its life when no other is wished; a later wish is ignored. @source PayU: 7 days */
const LONGEST_MS = 7 * DAY_MS;

/** A bank is asked for so long before it is given up. @source ACH's cause 00014; that PayU waits as long is ours */
const TRANSFER_MS = 21 * 60_000;

/** What a request is to be issued as. */
export function orderOf(
  asked: SubmittedTransaction,
  pse: PseParameters | null,
  isTest: boolean,
  now: Date,
): Order {
  const { order, payer, paymentMethod } = asked;
  const details: OrderDetails = {
    accountId: order.accountId,
    description: order.description,
    isTest,
    fullName: payer.fullName,
    email: payer.emailAddress,
    phone: payer.contactPhone ?? '',
    document: payer.dniNumber,
    ipAddress: asked.ipAddress,
    bank: pse?.FINANCIAL_INSTITUTION_CODE ?? null,
    responseUrl: pse?.RESPONSE_URL ?? null,
  };
  const wish = asked.expirationDate ?? null;
  return {
    network: METHODS[paymentMethod].network,
    reference: order.referenceCode,
    amount: amountOf(asked),
    requestedExpiry: wish,
    expiresAt: pse === null ? endOf(wish, now) : new Date(now.getTime() + TRANSFER_MS),
    callback: order.notifyUrl ? { url: order.notifyUrl, method: 'POST' } : null,
    details,
  };
}

/** When a voucher ends; the wish has no zone and is read as a time of Bogota, which is ours. */
function endOf(wish: string | null, now: Date): Date {
  const latest = new Date(now.getTime() + LONGEST_MS);
  if (wish === null) return latest;
  const [day = '', time = ''] = wish.split('T');
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const offsetMs = ((hours * 60 + minutes) * 60 + seconds) * SECOND_MS;
  const wished = new Date(startOfDay(day).getTime() + offsetMs);
  return wished > now && wished < latest ? wished : latest;
}
