import fc from 'fast-check';
import type { TransactionPosted } from '@cauce/contracts';
import { expectedPosting } from './expected-postings.js';

describe('what a transaction of the ledger expects', () => {
  const leg = (account: string, amountMinor: bigint, currency = 'COP') => ({
    account,
    amountMinor,
    currency,
  });
  const posted = (entries: TransactionPosted['entries'], over = {}): TransactionPosted => ({
    transactionId: 'txn_1',
    kind: 'payment_received',
    paymentId: 'pay_1',
    merchantId: 'mer_1',
    route: 'efecty.epayco',
    reference: '0012',
    providerTransactionId: 'their-1',
    factId: 'fact_1',
    occurredAt: new Date('2026-11-19T15:00:00Z'),
    effectiveOn: '2026-11-19',
    entries,
    ...over,
  });
  const receivable = 'psp.efecty.epayco.receivable';

  it('is what it puts on the receivable of the route, whatever its kind', () => {
    const entries = [leg(receivable, 70n), leg(receivable, 30n), leg('suspense.other', -100n)];
    expect(expectedPosting(posted(entries, { kind: 'of the future' }))).toEqual({
      transactionId: 'txn_1',
      factId: 'fact_1',
      route: 'efecty.epayco',
      reference: '12',
      providerTransactionId: 'their-1',
      paymentId: 'pay_1',
      day: '2026-11-19',
      amountMinor: 100n,
      currency: 'COP',
    });
  });

  it.each([
    ['psp.receivable', 'no route'],
    ['psp.efecty.epayco.float', 'prefunded money'],
    ['xpsp.efecty.epayco.receivable', 'another account'],
    ['psp.efecty.epayco.receivables', 'another account'],
  ])('is nothing for an entry of %s: %s', (account) => {
    expect(expectedPosting(posted([leg(account, 5n), leg('bank.a', -5n)]))).toBeNull();
  });

  it('is the sum of its receivable entries, for any entries', () => {
    const amounts = fc.array(fc.bigInt({ min: -1_000n, max: 1_000n }), { minLength: 1 });
    fc.assert(
      fc.property(amounts, amounts, (ours, others) => {
        const entries = [
          ...ours.map((minor) => leg(receivable, minor)),
          ...others.map((minor) => leg('merchant.m.pending', minor)),
        ];
        const sum = ours.reduce((total, minor) => total + minor, 0n);
        expect(expectedPosting(posted(entries))?.amountMinor ?? 0n).toBe(sum);
      }),
    );
  });

  it('is refused in two currencies', () => {
    const entries = [leg(receivable, 5n), leg(receivable, 5n, 'USD')];
    expect(() => expectedPosting(posted(entries))).toThrow('several receivables or currencies');
  });
});
