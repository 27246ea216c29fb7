import { STATES } from '../collections/collection.js';
import { Collector } from '../collections/collector.js';
import { pesos } from '../fixtures/provider-under-test.js';
import { PAYVALIDA } from '../fixtures/payvalida-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { openJournal } from '../journal/journal-file.js';
import { findOrder } from './find-order.js';
import { payvalidaNotification } from './notification.js';
import { shownData } from './order-answer.js';

const asker = { merchant: PAYVALIDA, sandboxUrl: 'http://here' };
const merchants = { kuanto: PAYVALIDA };

function transfer() {
  const told: unknown[] = [];
  const collector = new Collector({
    protocol: 'payvalida',
    journal: openJournal(null),
    now: () => NOW,
    numbers: { first: () => 10_000_001, codeOf: (id) => `${id}` },
    onChange: async (transaction) => {
      const body = payvalidaNotification(transaction, merchants, null)?.request.body ?? 'null';
      told.push((JSON.parse(body) as { status: string } | null)?.status ?? null);
    },
  });
  const issued = collector.issue({
    network: 'pse',
    reference: 'ORD-1001',
    amount: pesos(45_000),
    requestedExpiry: '25/11/2026',
    expiresAt: new Date(NOW.getTime() + 86_400_000),
    callback: { url: PAYVALIDA.notificationUrl, method: 'POST' },
    details: {
      kind: 'order',
      merchant: 'kuanto',
      email: 'ana@example.com',
      description: 'Zapatos',
      iva: '0',
      payerName: null,
    },
  });
  const state = () => {
    const order = findOrder(collector, 'ORD-1001');
    if (order === null) throw new Error('no order');
    return (shownData(order, asker, '', false) as { STATE: string }).STATE;
  };
  return { collector, issued, state, told };
}

describe('the states of an order', () => {
  it('waits until the payer approves it at the bank', () => {
    const { collector, issued, state, told } = transfer();
    expect(state()).toBe('PENDIENTE');
    collector.pay(issued.code ?? '', { amount: null, paidAt: null });
    expect([state(), told]).toEqual(['APROBADA', ['approved']]);
  });

  it.each([
    ['reversed', 'ANULADA', 'cancelled'],
    ['expired', 'VENCIDA', 'cancelled'],
    ['rejected', 'VENCIDA', 'cancelled'],
    ['cancelled', 'CANCELADA', null],
  ] as const)('%s is %s, and told as %s', (kind, word, status) => {
    const { collector, issued, state, told } = transfer();
    collector.end(kind, issued);
    expect([state(), told]).toEqual([word, [status]]);
  });

  it.each(STATES)('a forgery claims a payment, in the state %s', (state) => {
    const { issued } = transfer();
    const forged = payvalidaNotification({ ...issued, state }, merchants, 'wrong');
    expect(forged).toMatchObject({ state: 'paid', isForged: true });
  });

  it('is told to nobody without an address, nor of money without an order of a merchant that is there', () => {
    const { issued } = transfer();
    const paid = { ...issued, state: 'paid' as const };
    expect(payvalidaNotification({ ...paid, callback: null }, merchants, null)).toBeNull();
    expect(payvalidaNotification(paid, {}, null)).toBeNull();
    expect(payvalidaNotification({ ...paid, details: {} }, merchants, null)).toBeNull();
  });
});
