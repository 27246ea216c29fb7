import { TOPICS, type AnyMessage, type Message, type MessageData } from '@cauce/contracts';
import type { Caller } from '@cauce/api';
import { newId } from '@cauce/config';
import { encodeMessage } from '@cauce/contracts';
import { LocalBus } from '@cauce/messaging';
import { Health, Metrics } from '@cauce/observability';
import { fixedClock, silentLogger, testDatabase } from '@cauce/testing';
import pg from 'pg';
import { AccountsService } from '../accounts/accounts.service.js';
import { LedgerContext } from '../ledger-context.js';
import { ledgerStorage } from '../ledger-storage.module.js';
import { ReportsService } from '../reports/reports.service.js';
import { FeesService } from './fees.service.js';
import { PaymentEventsConsumer } from './payment-events.consumer.js';
import { PostingService } from './posting.service.js';

const M = 'mer_01abc';
const DUE = 8_500_000n;

const merchant: Caller = { keyId: 'k', merchantId: M, mode: 'test', scopes: ['ledger:read'] };
const operator: Caller = { ...merchant, merchantId: null, scopes: ['admin'] };

async function openWorld() {
  const database = await testDatabase({ ...ledgerStorage });
  const clock = fixedClock(new Date('2026-11-20T15:00:00Z'));
  const context = new LedgerContext({
    database,
    clock,
    logger: silentLogger(),
    metrics: new Metrics(),
    health: new Health(),
    config: {},
  });
  const posting = new PostingService(
    context,
    new AccountsService(context),
    new FeesService(context),
  );
  const consumer = new PaymentEventsConsumer(posting);
  const bus = new LocalBus({ logger: silentLogger() });
  bus.subscribe({
    topic: TOPICS.paymentsEvents,
    group: 'ledger',
    database,
    handle: (message, busContext) => consumer.onPaymentEvent(message, busContext),
  });
  await bus.start();
  const reports = new ReportsService(context);
  const tell = (message: AnyMessage) =>
    bus.publish(TOPICS.paymentsEvents, encodeMessage(message as Message));
  return { database, clock, bus, reports, tell };
}

type World = Awaited<ReturnType<typeof openWorld>>;

function received(
  change: Partial<MessageData<'payment.money_received'>> = {},
  sequence = 1,
): Message<'payment.money_received'> {
  const paymentId = change.paymentId ?? newId('pay');
  return {
    id: newId('msg'),
    type: 'payment.money_received',
    version: 1,
    occurredAt: new Date('2026-11-20T15:00:00Z'),
    key: paymentId,
    sequence,
    traceparent: null,
    data: {
      factId: newId('fact'),
      route: 'efecty.epayco',
      reference: '123',
      providerTransactionId: newId('t'),
      amount: { minor: DUE, currency: 'COP' },
      occurredAt: new Date('2026-11-20T15:00:00Z'),
      occurredOn: '2026-11-20',
      paymentId,
      merchantId: M,
      attemptId: 'att_1',
      applied: DUE,
      surplus: 0n,
      cause: 'on_time',
      completes: true,
      due: DUE,
      ...change,
    },
  };
}

function reversalOf(of: Message<'payment.money_received'>): Message<'payment.money_reversed'> {
  const { cause: _, completes: __, due: ___, ...about } = of.data;
  return {
    ...of,
    id: newId('msg'),
    type: 'payment.money_reversed',
    sequence: (of.sequence ?? 0) + 1,
    data: { ...about, factId: newId('fact'), reversedFactId: of.data.factId },
  };
}

describe('the ledger on PostgreSQL', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  }, 60_000);
  afterAll(async () => {
    await world?.bus.stop();
    await world?.database.close();
  });

  async function balance(code: string): Promise<number> {
    const account = await world.reports.account(operator, code, undefined).catch(() => null);
    return account?.balance.value ?? 0;
  }

  it('posts a paid voucher with its fees, and announces every transaction', async () => {
    const message = received();
    await world.tell(message);
    const [receipt, ...fees] = await world.reports.transactions(operator, message.data.paymentId);
    expect(receipt).toMatchObject({ kind: 'payment_received', effectiveOn: '2026-11-20' });
    expect(fees.map((one) => one.kind)).toEqual(['provider_fee', 'platform_fee']);
    const announced = await world.database.reads.query(
      `select 1 from outbox where topic = $1 and message->'data'->>'paymentId' = $2`,
      [TOPICS.ledgerEvents, message.data.paymentId],
    );
    expect(announced).toHaveLength(3);
  });

  it('posts ten deliveries of one message once', async () => {
    const message = received();
    const before = await balance('psp.efecty.epayco.receivable');
    await Promise.all(Array.from({ length: 10 }, () => world.tell(message)));
    const after = await balance('psp.efecty.epayco.receivable');
    expect(after - before).toBe(8_500_000 - 348_075);
  });

  it('mirrors a reversal to nothing', async () => {
    const before = await world.reports.trialBalance(undefined);
    const message = received();
    await world.tell(message);
    await world.tell(reversalOf(message));
    const after = await world.reports.trialBalance(undefined);
    expect(after.accounts).toEqual(before.accounts);
  });

  it('keeps versions gapless and balances right under fifty concurrent postings', async () => {
    await Promise.all(Array.from({ length: 50 }, () => world.tell(received())));
    const report = await world.reports.verify();
    expect(report.checks.filter((check) => check.violations > 0)).toEqual([]);
    expect(report.ok).toBe(true);
  });

  it('answers a balance as of an instant', async () => {
    const code = 'psp.efecty.epayco.receivable';
    const at = world.clock.now();
    const then = await balance(code);
    world.clock.advance(60_000);
    await world.tell(received());
    expect((await world.reports.account(operator, code, at)).balance.value).toBe(then);
    expect(await balance(code)).toBeGreaterThan(then);
  });

  it('shows a merchant its own accounts and payments, and hides all others', async () => {
    const other = received({ merchantId: 'mer_02other' });
    await world.tell(other);
    const codes = (await world.reports.accounts(merchant, '')).map((one) => one.code);
    expect(codes).toEqual([`merchant.${M}.pending`]);
    await expect(
      world.reports.account(merchant, 'merchant.mer_02other.pending', undefined),
    ).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
    expect(await world.reports.transactions(merchant, other.data.paymentId)).toEqual([]);
  });

  it('pages through entries without repeating or missing any', async () => {
    const code = `merchant.${M}.pending`;
    const seen: string[] = [];
    let after: [string] | null = null;
    for (;;) {
      const page = await world.reports.entries(operator, code, 7, after);
      seen.push(...page.map((entry) => entry.version));
      const last = page.at(-1);
      if (last === undefined) break;
      after = [last.version];
    }
    expect(seen).toEqual(Array.from(seen, (_, index) => String(seen.length - index)));
  });

  it.each([
    ['update entry set amount_minor = 1', 'permission denied'],
    ['delete from entry', 'permission denied'],
    ['update transaction set kind = kind', 'permission denied'],
    ['delete from transaction', 'permission denied'],
    [
      `insert into entry values (1, 999999, 'txn_x', 'COP', 5, 5, now())`,
      'transaction txn_x is off by 5 COP',
    ],
  ])('refuses %s', async (statement, reason) => {
    await expect(world.database.transaction((tx) => tx.execute(statement))).rejects.toThrow(reason);
  });

  it('finds a corruption that somebody with every right has planted', async () => {
    const corrupted = await openWorld();
    await corrupted.tell(received());
    const [row] = await corrupted.database.reads.query<{ name: string }>(
      'select current_database() as name',
    );
    const url = new URL(process.env['CAUCE_TEST_DATABASE_URL'] ?? '');
    url.pathname = `/${row?.name}`;
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    await admin.query(`set session_replication_role = replica;
      update ledger.entry set amount_minor = amount_minor + 1 where version = 1 and amount_minor > 0`);
    await admin.end();
    const report = await corrupted.reports.verify();
    expect(report.ok).toBe(false);
    expect(report.checks.filter((check) => check.violations > 0).length).toBeGreaterThanOrEqual(2);
    await corrupted.bus.stop();
    await corrupted.database.close();
  }, 60_000);
});
