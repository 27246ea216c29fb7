import { AnnounceRoutesJob } from '../announce-routes.job.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { cop } from '../fixtures/pretend-provider.js';
import { routeTermsSchema } from '../terms/route-terms.schema.js';

const times = { opens: '08:00', closes: '18:00' };
const NIGHT_MS = 12 * 3_600_000;

const entry = { route: 'demo.pretend', from: '2026-01-01', source: 'contract' };
const terms = routeTermsSchema.parse([
  {
    ...entry,
    limits: { minimumPesos: 1_000, maximumPesos: 100_000 },
    hours: { weekday: times, saturday: times, sunday: null, holiday: null },
    fees: {
      fixedPesos: 900,
      bps: 299,
      ivaBps: 1_900,
      tiers: [
        { fromAmountPesos: 50_000, fixedPesos: 0, bps: 260 },
        { fromAmountPesos: 50_000, fromMonthlyPayments: 1_000, fixedPesos: 100, bps: 220 },
        { fromMonthlyPayments: 1_000, fixedPesos: 700, bps: 249 },
      ],
    },
    commitment: { monthlyPayments: 5_000 },
    documents: ['CC'],
    gln: '7709998105867',
  },
  {
    ...entry,
    from: '2026-11-21',
    limits: { minimumPesos: 1, maximumPesos: 50_000 },
    fees: { fixedPesos: 1_000, bps: 310, ivaBps: 1_900 },
  },
]);

describe('a route with terms', () => {
  let world: ConnectorWorld;

  beforeEach(async () => {
    world = await ConnectorWorld.open();
    const settings = {
      pollScheduleMs: [120_000],
      settlementPollMs: 3_600_000,
      settlementDays: 3,
      unmatchedAfterMs: 900_000,
      callbackRetryMs: [2_000],
      tillAnswerMs: 2_000,
      tillsGivenUp: [],
      banksRefreshMs: 86_400_000,
      clientCertificates: new Map(),
      terms,
    };
    await world.start({ settings });
  });
  afterEach(() => world.close());

  const announced = async () => {
    await world.get(AnnounceRoutesJob).run();
    const [row] = await world.database.reads.query<{ message: { data: unknown } }>(
      `select message from outbox where topic = 'cauce.connector.routes' order by id desc limit 1`,
    );
    return row?.message.data;
  };

  it('issues within them, with a bar code', async () => {
    const command = await world.issue();
    const { outcome, instruction } = await world.lastResult(command);
    expect(outcome).toBe('done');
    const barcode = `41577099981058678020pin-${command.reference}\u001d39000000085000\u001d9620261121`;
    expect(instruction).toMatchObject({ barcode });
  });

  it('issues nothing while it is closed: nothing was sent', async () => {
    world.clock.advance(NIGHT_MS);
    // The entry of the next day has no hours; this is the night before it.
    const command = await world.issue();
    expect(await world.lastResult(command)).toMatchObject({
      outcome: 'not_sent',
      reason: 'closed',
    });
    expect(world.provider.requests).toEqual([]);
  });

  it('issues nothing above its limits of the day', async () => {
    const command = await world.issue({ amount: cop(10_000_100n) });
    const result = await world.lastResult(command);
    expect(result).toMatchObject({ outcome: 'rejected', reason: 'limit_exceeded' });
    expect(world.provider.requests).toEqual([]);
  });

  it('announces what holds now, and from its day on what holds then', async () => {
    expect(await announced()).toMatchObject({
      limits: { minimum: { minor: 100_000 }, maximum: { minor: 10_000_000 } },
      hours: { weekday: times, sunday: null, sellsWhenClosed: false },
      fees: { fixed: { minor: 90_000, currency: 'COP' }, bps: 299, ivaBps: 1_900 },
      commitment: { monthlyPayments: 5_000 },
      documents: ['CC'],
    });
    world.clock.advance(2 * NIGHT_MS);
    const next = await announced();
    expect(next).toMatchObject({ limits: { maximum: { minor: 5_000_000 } } });
    expect(next).not.toHaveProperty('hours');
    expect(next).not.toHaveProperty('commitment');
    // Without tiers it is announced as it was before there were any.
    expect(next).toHaveProperty('fees', { fixed: pesos(1_000), bps: 310, ivaBps: 1_900 });
  });

  it('announces the tiers of its fees, each with the bounds that it has', async () => {
    expect(await announced()).toHaveProperty('fees.tiers', [
      { fromAmount: pesos(50_000), fixed: pesos(0), bps: 260 },
      { fromAmount: pesos(50_000), fromMonthlyPayments: 1_000, fixed: pesos(100), bps: 220 },
      { fromMonthlyPayments: 1_000, fixed: pesos(700), bps: 249 },
    ]);
  });
});

describe('a route without terms', () => {
  let world: ConnectorWorld;

  beforeEach(async () => {
    world = await ConnectorWorld.open();
    await world.start();
  });
  afterEach(() => world.close());

  it.each([-1n, 1n])('issues nothing %s step out of its connector’s limits', async (steps) => {
    const { minimum, maximum, step } = world.provider.limits;
    const { minor } = steps < 0n ? minimum : maximum;
    const command = await world.issue({ amount: cop(minor + steps * step.minor) });
    const result = await world.lastResult(command);
    expect(result).toMatchObject({ outcome: 'rejected', reason: 'limit_exceeded' });
    expect(world.provider.requests).toEqual([]);
  });
});

function pesos(whole: number) {
  return { minor: whole * 100, currency: 'COP' };
}
