import { eventually } from '@cauce/testing';
import pg from 'pg';
import { cop } from '../fixtures/pretend-provider.js';
import { pretendTills } from '../fixtures/pretend-tills.js';
import { DUE, TillUnderTest } from '../fixtures/till-under-test.js';

const ROUTE = 'demo.pretend';

let till: TillUnderTest;
beforeEach(async () => {
  till = await TillUnderTest.open();
});
afterEach(() => till.world.close());

const toOrders = () => void delete till.world.provider.tills;
const toTills = () => void (till.world.provider.tills = pretendTills);
const codeOf = ({ reference }: { reference: string }) => `pin-${reference}`;

/** A voucher whose process died after it was written, before it was issued. */
async function lostIssue() {
  const command = till.world.command({ amount: cop(BigInt(DUE)) });
  await till.world.claim('connector.issue', command);
  return command;
}

/** What a till may take for it: nothing. */
async function expectDead(command: Awaited<ReturnType<typeof lostIssue>>): Promise<void> {
  expect(await till.register(codeOf(command), 'T1')).toEqual({ refused: 'not_due' });
  expect(till.world.provider.requests).toEqual([]);
}

describe('a route whose tills ask us, asked about what it has no voucher of', () => {
  it('says itself that it is absent, and asks nobody', async () => {
    const command = till.world.command();
    expect(await till.world.readStatus(command)).toMatchObject({
      ...{ outcome: 'done', status: 'absent' },
    });
    expect(till.world.provider.queries).toEqual([]);
  });
});

describe('a route that has changed over since a voucher was written', () => {
  it('from orders: does not hand out a code of its own for an order', async () => {
    toOrders();
    const command = await lostIssue();
    till.world.provider.add(command.reference, 'order-1', 'pending');
    toTills();
    expect(await till.world.readStatus(command)).toMatchObject({
      ...{ outcome: 'unknown', reason: 'route_changed', instruction: null },
    });
    await expectDead(command);
  });

  it('from orders: still finds the money of one that was paid', async () => {
    toOrders();
    const command = await lostIssue();
    till.world.provider.pay(command.reference);
    toTills();
    expect(await till.world.readStatus(command)).toMatchObject({ outcome: 'done', status: 'paid' });
  });

  it('to orders: registers no order for a voucher of ours, and gives that one up', async () => {
    const command = await lostIssue();
    toOrders();
    const absent = { outcome: 'done', status: 'absent', instruction: null };
    expect(await till.world.readStatus(command)).toMatchObject(absent);
    toTills();
    expect(await till.world.readStatus(command)).toMatchObject(absent);
    await expectDead(command);
  });
});

describe('a voucher for tills whose issue never ran', () => {
  const changeTerms = (terms: readonly object[]) => Object.assign(till.world.settings, { terms });
  const limits = { minimumPesos: 1, maximumPesos: 2 };
  const shut = { weekday: null, saturday: null, sunday: null, holiday: null };

  it.each([
    ['the limits have changed', { limits }],
    ['the counters have closed', { hours: shut, sellsWhenClosed: false }],
  ])('is given up for good when %s meanwhile', async (_, change) => {
    const command = await lostIssue();
    changeTerms([{ route: ROUTE, from: '2026-01-01', source: 'a contract', ...change }]);
    const absent = { outcome: 'done', status: 'absent', instruction: null };
    expect(await till.world.readStatus(command)).toMatchObject(absent);
    changeTerms([]);
    expect(await till.world.readStatus(command)).toMatchObject(absent);
    await expectDead(command);
  });

  it('keeps what it was handed out with while it was being given up', async () => {
    const command = await lostIssue();
    const { reads } = till.world.database;
    changeTerms([{ route: ROUTE, from: '2026-01-01', source: 'a contract', limits }]);
    const code = codeOf(command);
    const [schema] = await reads.query<{ name: string }>('select current_schema() as name');
    const other = new pg.Client({ connectionString: till.world.database.url });
    await other.connect();
    try {
      await other.query(`set search_path to ${schema?.name}`);
      await other.query('begin');
      await other.query('select 1 from voucher for update');
      const asked = till.world.readStatus(command);
      await eventually(async () => {
        const waiting = `select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        expect((await other.query(waiting)).rowCount).toBe(1);
      });
      const expiresAt = command.expiresAt.toISOString();
      const text = { es: code, en: code };
      const instruction = {
        kind: 'voucher',
        code,
        agreement: null,
        barcode: null,
        expiresAt,
        text,
      };
      await other.query('update voucher set instruction = $1', [JSON.stringify(instruction)]);
      await other.query('commit');
      expect(await asked).toMatchObject({ status: 'pending', instruction: { code } });
    } finally {
      await other.end();
    }
    expect(await reads.query('select closed_at from voucher')).toEqual([{ closed_at: null }]);
    expect(await till.register(code, 'T1')).toMatchObject({ kind: 'registered' });
  });
});
