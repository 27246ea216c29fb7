import type { Transaction } from '../collections/collection.js';
import type { Collector } from '../collections/collector.js';
import type { Confirmations } from './confirmations.js';

/**
 * Tells, where the mode wants it, of a voucher that was just issued. In the mode `before_reply` this lasts
 * until the merchant has answered, and with `pay` the voucher is paid by then.
 */
export async function confirmIssued(
  { collector, confirmations }: { collector: Collector; confirmations: Confirmations },
  issued: Transaction,
): Promise<void> {
  const { settings } = confirmations;
  if (!settings.pending) return;
  const announced = confirmations.announce(issued);
  if (settings.mode !== 'before_reply') return;
  await announced;
  if (!settings.pay || issued.code === null) return;
  await collector.pay(issued.code, { amount: null, paidAt: null }).announced;
}
