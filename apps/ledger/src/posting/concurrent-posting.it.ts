import { LedgerWorld, PaymentMessages } from '../fixtures/ledger-world.js';
import { ACCOUNT, cop } from '../fixtures/money-events.js';

const TIMES = 60;

/** A receipt without fees has two legs; a route and a merchant name them. */
const merchants = ['mer_1', 'mer_2', 'mer_3', 'mer_4'];
const routes = ['efecty.epayco', 'baloto.epayco', 'puntored.epayco'];

describe('many postings at once', () => {
  let world: LedgerWorld;

  beforeEach(async () => {
    world = await LedgerWorld.open();
  }, 60_000);
  afterEach(() => world?.close());

  it('to one account lose nothing, and number its entries without a gap', async () => {
    await Promise.all(
      Array.from({ length: TIMES }, () => world.tell(new PaymentMessages().received())),
    );
    expect(await world.broken()).toEqual([]);
    expect((await world.balances())[ACCOUNT.receivable]).toBe(BigInt(TIMES) * 24_161_050n);
    const versions = await world.database.reads.query<{ version: string }>(
      `select e.version from entry e join account a on a.id = e.account_id
       where a.code = $1 order by e.version`,
      [ACCOUNT.receivable],
    );
    // Two legs a payment: what came, and the provider's fee.
    expect(versions.map((row) => Number(row.version))).toEqual(
      Array.from({ length: 2 * TIMES }, (_, index) => index + 1),
    );
  });

  it('to accounts that cross each other never lock each other out', async () => {
    await Promise.all(
      Array.from({ length: TIMES }, (_, n) =>
        world.tell(
          new PaymentMessages().received({
            merchantId: merchants[n % merchants.length] ?? '',
            route: routes[n % routes.length] ?? '',
          }),
        ),
      ),
    );
    expect(await world.broken()).toEqual([]);
    expect(await world.count('transaction')).toBe(3 * TIMES);
    expect(await world.database.reads.query('select 1 from dead_letter')).toEqual([]);
    const log = world.log.lines.filter((line) => /deadlock/.test(JSON.stringify(line)));
    expect(log).toEqual([]);
  });

  it('open each account once', async () => {
    await Promise.all(
      Array.from({ length: TIMES }, () =>
        world.tell(new PaymentMessages().received({ merchantId: 'mer_new' })),
      ),
    );
    const accounts = await world.database.reads.query<{ code: string }>(
      'select code from account order by code',
    );
    expect(accounts.map((row) => row.code)).toEqual(
      [
        'expense.provider_fee',
        'income.platform_fee',
        'merchant.mer_new.pending',
        'psp.efecty.epayco.receivable',
        'tax.iva_input',
        'tax.iva_output',
      ].sort(),
    );
    expect(await world.count('account')).toBe(6);
  });

  it('and reversals at once leave what stands', async () => {
    const payments = Array.from({ length: TIMES }, () => new PaymentMessages());
    await Promise.all(
      payments.map(async (payment, n) => {
        const receipt = payment.received({ amount: cop(25_000_000n) });
        await world.tell(receipt);
        if (n % 3 !== 0) await world.tell(payment.reversed(receipt));
      }),
    );
    expect(await world.broken()).toEqual([]);
    expect((await world.balances())[ACCOUNT.platformFee]).toBe(BigInt(-TIMES / 3) * 900_000n);
  });

  it('after a posting that failed open its accounts again', async () => {
    // The first opens accounts in a transaction that is rolled back: they may not be remembered.
    await world.tell(new PaymentMessages().received({ amount: cop(1n) }));
    expect(await world.count('account')).toBe(0);
    await world.tell(new PaymentMessages().received());
    expect(await world.broken()).toEqual([]);
    expect(await world.count('account')).toBe(6);
  });
});
