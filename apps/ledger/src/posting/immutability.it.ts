import { LedgerWorld, PaymentMessages } from '../fixtures/ledger-world.js';

describe('books that nobody may change', () => {
  let world: LedgerWorld;

  beforeAll(async () => {
    world = await LedgerWorld.open();
    await world.tell(new PaymentMessages().received());
  }, 60_000);
  afterAll(() => world?.close());

  const asService = (sql: string) => world.database.transaction((tx) => tx.execute(sql));
  const rows = () =>
    world.database.reads.query(`
      select (select json_agg(e order by account_id, version) from entry e)::text as entries,
        (select json_agg(t order by id) from transaction t)::text as transactions`);

  /** Any transaction that exists, to hang a forged entry on. */
  const ANY = '(select min(id) from transaction)';
  const entry = (account: number, amount: number, currency = 'COP') =>
    `(${account}, ${900 + account}, ${ANY}, '${currency}', ${amount}, 0, now())`;
  const insert = (...values: string[]) => `insert into entry values ${values.join(', ')}`;

  it.each([
    'update entry set amount_minor = 1',
    'update entry set recorded_at = now()',
    'delete from entry',
    'delete from entry where false',
    'truncate entry',
    'truncate entry, transaction',
    'update transaction set kind = kind',
    "update transaction set merchant_id = 'mer_me'",
    'delete from transaction',
    'truncate transaction',
    'delete from balance',
    'truncate balance',
    'delete from account',
    'truncate account',
  ])('the service has no right to: %s', async (statement) => {
    const before = await rows();
    await expect(asService(statement)).rejects.toThrow('permission denied');
    expect(await rows()).toEqual(before);
  });

  it.each([
    'alter table entry disable trigger entry_balances',
    'drop trigger entry_is_final on entry',
    'drop table entry',
    'alter table entry add column note text',
    'set session_replication_role = replica',
    'create table mine (id int)',
  ])('the service cannot take the rules away: %s', async (statement) => {
    await expect(asService(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it.each([
    ['update entry set amount_minor = amount_minor', 'UPDATE of entry is refused'],
    ['delete from entry', 'DELETE of entry is refused'],
    ['truncate entry', 'TRUNCATE of entry is refused'],
    ['update transaction set kind = kind', 'UPDATE of transaction is refused'],
    ['delete from transaction', 'DELETE of transaction is refused'],
    ['truncate transaction', 'TRUNCATE of transaction is refused'],
  ])('even a superuser is stopped by the trigger: %s', async (statement, reason) => {
    const before = await rows();
    await expect(
      world.asSuperuser(`set session_replication_role = origin; ${statement}`),
    ).rejects.toThrow(`${reason}: the books are corrected by reversal`);
    expect(await rows()).toEqual(before);
  });

  it.each<[string, string, string]>([
    ['one leg', insert(entry(1, 5)), 'is off by 5 COP minor units'],
    ['legs that do not sum to zero', insert(entry(1, 5), entry(2, -4)), 'is off by 1 COP'],
    [
      'legs that sum to zero only across currencies',
      insert(entry(1, 5), entry(2, -5, 'USD')),
      'is off by',
    ],
    [
      'two transactions that balance only together',
      insert(entry(1, 5), `(2, 902, 'txn_other', 'COP', -5, 0, now())`),
      'is off by',
    ],
    ['an empty leg', insert(entry(1, 0)), 'entry_amount_minor_check'],
    ['a version that is taken', insert(`(1, 1, ${ANY}, 'COP', 5, 0, now())`), 'entry_pkey'],
    [
      'a message that was posted',
      `insert into transaction select 'txn_forged', kind, source_id, position, payment_id, merchant_id,
         route, reference, provider_transaction_id, fact_id, occurred_at, effective_on, recorded_at
       from transaction`,
      'transaction_source_id_position_key',
    ],
    [
      'an account twice',
      "insert into account (code, currency, opened_at) values ('income.platform_fee', 'COP', now())",
      'account_code_currency_key',
    ],
    ['a version below zero', 'update balance set version = -1', 'balance_version_check'],
  ])('the database itself refuses %s', async (_, statement, reason) => {
    const before = await rows();
    await expect(asService(statement)).rejects.toThrow(reason);
    expect(await rows()).toEqual(before);
  });

  it('takes legs that balance in each currency', async () => {
    const rollback = new Error('that was all');
    const attempt = world.database.transaction(async (tx) => {
      const legs = [entry(1, 5), entry(2, -5), entry(3, 7, 'USD'), entry(4, -7, 'USD')];
      expect(await tx.execute(insert(...legs))).toBe(4);
      throw rollback;
    });
    await expect(attempt).rejects.toBe(rollback);
  });
});
