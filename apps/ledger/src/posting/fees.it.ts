import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@cauce/config';
import { LedgerWorld, PaymentMessages } from '../fixtures/ledger-world.js';
import { ACCOUNT } from '../fixtures/money-events.js';

const FREE = {
  kind: 'provider',
  fixedMinor: 0,
  feeBps: 100,
  ivaBps: 0,
  fromOn: '2026-01-01',
  source: 'c',
};

describe('fee schedules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cauce-fees-'));
  const file = join(folder, 'fees.json');
  const worlds: LedgerWorld[] = [];

  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function open(path?: string): Promise<LedgerWorld> {
    const world = await LedgerWorld.open(path === undefined ? {} : { CAUCE_FEES_FILE: path });
    worlds.push(world);
    return world;
  }
  const withFees = (fees: unknown) => {
    writeFileSync(file, typeof fees === 'string' ? fees : JSON.stringify(fees));
    return open(file);
  };
  const problemsOf = async (fees: unknown) => {
    const error: unknown = await withFees(fees).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  };
  const rowsOf = (world: LedgerWorld) =>
    world.database.reads.query(
      `select kind, subject, fixed_minor::text as fixed, fee_bps::text as bps, from_on::text as from_on,
         to_on::text as to_on from fee_schedule order by id`,
    );

  it('are illustrative ones until somebody puts in their own', async () => {
    expect(await rowsOf(await open())).toEqual([
      {
        kind: 'provider',
        subject: null,
        fixed: '80000',
        bps: '250',
        from_on: '2020-01-01',
        to_on: null,
      },
      {
        kind: 'platform',
        subject: null,
        fixed: '100000',
        bps: '320',
        from_on: '2020-01-01',
        to_on: null,
      },
    ]);
  });

  it('come from the file of CAUCE_FEES_FILE, all of them', async () => {
    const own = { ...FREE, subject: 'efecty.epayco', fixedMinor: 5, toOn: '2026-12-31' };
    const world = await withFees([FREE, own]);
    expect(await rowsOf(world)).toEqual([
      {
        kind: 'provider',
        subject: null,
        fixed: '0',
        bps: '100',
        from_on: '2026-01-01',
        to_on: null,
      },
      {
        kind: 'provider',
        subject: 'efecty.epayco',
        fixed: '5',
        bps: '100',
        from_on: '2026-01-01',
        to_on: '2026-12-31',
      },
    ]);
    const payment = new PaymentMessages();
    await world.tell(payment.received());
    expect(await world.kinds(payment.paymentId)).toEqual(['payment_received', 'provider_fee']);
    expect((await world.balances())[ACCOUNT.providerFee]).toBe(250_005n);
  });

  it('may be none', async () => {
    const world = await withFees([]);
    const payment = new PaymentMessages();
    await world.tell(payment.received());
    expect(await world.kinds(payment.paymentId)).toEqual(['payment_received']);
  });

  it('are read again after five seconds, and not before', async () => {
    const world = await open();
    await world.tell(new PaymentMessages().received());
    await world.asSuperuser('delete from fee_schedule');
    world.clock.advance(4_999);
    const within = new PaymentMessages();
    await world.tell(within.received());
    expect(await world.kinds(within.paymentId)).toHaveLength(3);
    world.clock.advance(1);
    const after = new PaymentMessages();
    await world.tell(after.received());
    expect(await world.kinds(after.paymentId)).toEqual(['payment_received']);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '[{', /^CAUCE_FEES_FILE: is not JSON$/],
    ['no list', {}, /^CAUCE_FEES_FILE: .*expected array/],
    ['another kind', [{ ...FREE, kind: 'ours' }], /^CAUCE_FEES_FILE: 0\/kind /],
    ['a fee below zero', [{ ...FREE, fixedMinor: -1 }], /^CAUCE_FEES_FILE: 0\/fixedMinor /],
    ['half a centavo', [{ ...FREE, fixedMinor: 0.5 }], /^CAUCE_FEES_FILE: 0\/fixedMinor /],
    ['more than all', [{ ...FREE, feeBps: 10_001 }], /^CAUCE_FEES_FILE: 0\/feeBps /],
    ['more tax than all', [{ ...FREE, ivaBps: 10_001 }], /^CAUCE_FEES_FILE: 0\/ivaBps /],
    ['a day that is none', [{ ...FREE, fromOn: '2026-02-30' }], /^CAUCE_FEES_FILE: 0\/fromOn /],
    ['no source', [{ ...FREE, source: '' }], /^CAUCE_FEES_FILE: 0\/source /],
    ['an unknown field', [FREE, { ...FREE, bps: 1 }], /^CAUCE_FEES_FILE: 1 .*bps/],
  ])('in a file with %s stop the start, by name and place', async (_, fees, problem) => {
    expect(await problemsOf(fees)).toEqual([expect.stringMatching(problem)]);
  });

  it('in a file that ends before it begins stop the start', async () => {
    expect(await problemsOf([{ ...FREE, toOn: '2025-12-31' }])).toEqual([
      'CAUCE_FEES_FILE: 0/toOn must not be before fromOn',
    ]);
  });

  it('in a file that is not there stop the start', async () => {
    const missing = join(folder, 'nowhere.json');
    await expect(open(missing)).rejects.toThrow(/CAUCE_FEES_FILE: ENOENT/);
  });
});
