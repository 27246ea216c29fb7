import { LedgerWorld, PaymentMessages } from '../fixtures/ledger-world.js';
import { INVARIANTS } from './invariants.js';

const [
  ENTRIES_BALANCE,
  BALANCES_SUM,
  BALANCE_IS_ITS_ENTRIES,
  VERSIONS_CHAIN,
  ENTRY_HAS_ITS_ROWS,
  TWO_ENTRIES,
  ONE_MESSAGE_A_FACT,
] = INVARIANTS.map((one) => one.name);

/** One leg of the first transaction. */
const FIRST = `(account_id, version) = (select account_id, version from entry
  order by transaction_id, account_id limit 1)`;

describe('verify', () => {
  let world: LedgerWorld;

  beforeEach(async () => {
    world = await LedgerWorld.open();
    await world.tell(new PaymentMessages().received());
    await world.tell(new PaymentMessages().received());
  }, 60_000);
  afterEach(() => world?.close());

  it('finds nothing in good books, and counts what it looked at', async () => {
    const report = await world.reports.verify();
    expect(report.ok).toBe(true);
    expect(report.checks.map((check) => check.name)).toEqual(INVARIANTS.map((one) => one.name));
    expect(report.checks.every((check) => check.examples.length === 0)).toBe(true);
    expect(report.counted).toEqual({ accounts: 6, transactions: 6, entries: 16 });
  });

  it('holds for empty books', async () => {
    const empty = await LedgerWorld.open();
    try {
      expect(await empty.reports.verify()).toMatchObject({
        ok: true,
        counted: { accounts: 0, transactions: 0, entries: 0 },
      });
    } finally {
      await empty.close();
    }
  });

  it.each<[string, string, (string | undefined)[]]>([
    [
      'an amount that was changed',
      `update entry set amount_minor = amount_minor + 1 where ${FIRST}`,
      [ENTRIES_BALANCE, BALANCE_IS_ITS_ENTRIES, VERSIONS_CHAIN],
    ],
    [
      'an amount that was moved to another account, with its balance',
      `update entry set amount_minor = amount_minor - 5, balance_after_minor = balance_after_minor - 5
         where account_id = 1 and version = 2;
       update balance set balance_minor = balance_minor - 5 where account_id = 1`,
      [ENTRIES_BALANCE, BALANCES_SUM],
    ],
    [
      'a balance that was changed',
      'update balance set balance_minor = balance_minor + 1 where account_id = 1',
      [BALANCES_SUM, BALANCE_IS_ITS_ENTRIES],
    ],
    [
      'two balances that were changed so that the sum stays',
      `update balance set balance_minor = balance_minor + 1 where account_id = 1;
       update balance set balance_minor = balance_minor - 1 where account_id = 2`,
      [BALANCE_IS_ITS_ENTRIES],
    ],
    [
      'an entry that was deleted',
      `delete from entry where ${FIRST}`,
      [ENTRIES_BALANCE, BALANCE_IS_ITS_ENTRIES, VERSIONS_CHAIN, TWO_ENTRIES],
    ],
    [
      'a running balance that was changed',
      'update entry set balance_after_minor = 0 where account_id = 1 and version = 1',
      [VERSIONS_CHAIN],
    ],
    [
      'a currency that was changed',
      `update entry set currency = 'USD' where transaction_id = (select min(id) from transaction)`,
      [ENTRY_HAS_ITS_ROWS],
    ],
    [
      'a transaction that was deleted',
      'delete from transaction where id = (select min(id) from transaction)',
      [ENTRY_HAS_ITS_ROWS],
    ],
    [
      'an account that was deleted',
      'delete from account where id = 1',
      [BALANCES_SUM, ENTRY_HAS_ITS_ROWS],
    ],
    ['balances that were deleted, all of them', 'delete from balance', [ENTRY_HAS_ITS_ROWS]],
    [
      'two balances that were deleted and add up to nothing',
      `update balance set balance_minor = 0 where account_id in (1, 2);
       delete from balance where account_id in (1, 2)`,
      [BALANCES_SUM, ENTRY_HAS_ITS_ROWS],
    ],
    [
      'a transaction without entries',
      `insert into transaction (id, kind, source_id, position, occurred_at, effective_on, recorded_at)
         values ('txn_empty', 'reversal', 'msg_x', 1, now(), now(), now())`,
      [TWO_ENTRIES],
    ],
    [
      'a fact that two messages posted',
      'update transaction set fact_id = (select min(fact_id) from transaction)',
      [ONE_MESSAGE_A_FACT],
    ],
  ])('finds %s', async (_, tampering, names) => {
    await world.asSuperuser(tampering);
    expect(await world.broken()).toEqual(names);
    expect((await world.reports.verify()).ok).toBe(false);
  });

  it('counts every violation, and shows a handful', async () => {
    for (let n = 0; n < 6; n += 1) await world.tell(new PaymentMessages().received());
    await world.asSuperuser(
      'update entry set amount_minor = amount_minor + 1 where amount_minor > 0',
    );
    const [first] = (await world.reports.verify()).checks;
    expect(first).toMatchObject({ name: ENTRIES_BALANCE, violations: 24 });
    expect(first?.examples).toHaveLength(5);
    for (const example of first?.examples ?? []) {
      expect(example).toMatch(/^txn_\w+ is off by [12] COP$/);
    }
  });

  it('changes nothing', async () => {
    const state = () =>
      world.database.reads.query(`select (select json_agg(e)::text from entry e) as e,
        (select json_agg(b)::text from balance b) as b, (select count(*) from outbox) as o`);
    const before = await state();
    await world.reports.verify();
    expect(await state()).toEqual(before);
  });
});
