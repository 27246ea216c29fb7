import { maintenanceBody, reasonBody, routeView } from './route-view.schema.js';

const window = {
  reason: 'upgrade',
  startsAt: '2026-12-01T05:00:00Z',
  endsAt: '2026-12-01T07:00:00Z',
};

describe('what an operator says of a route', () => {
  it('has a reason, without the space around it', () => {
    expect(reasonBody.parse({ reason: '  wrong vouchers ' })).toEqual({ reason: 'wrong vouchers' });
  });

  it.each([{}, { reason: '' }, { reason: '   ' }, { reason: 7 }, { reason: 'x'.repeat(201) }])(
    'is refused without one: %j',
    (body) => {
      expect(reasonBody.safeParse(body).success).toBe(false);
    },
  );

  it('has no field that nobody knows: a misspelt one would be lost', () => {
    expect(reasonBody.safeParse({ reason: 'x', until: 'tomorrow' }).success).toBe(false);
    expect(maintenanceBody.safeParse({ ...window, route: 'efecty.epayco' }).success).toBe(false);
  });

  it('names the two ends of a maintenance', () => {
    expect(maintenanceBody.parse(window)).toEqual({
      reason: 'upgrade',
      startsAt: new Date('2026-12-01T05:00:00Z'),
      endsAt: new Date('2026-12-01T07:00:00Z'),
    });
  });

  it.each([
    ['at its beginning', { ...window, endsAt: window.startsAt }],
    ['before its beginning', { ...window, endsAt: '2026-11-30T05:00:00Z' }],
    ['never', { reason: 'x', startsAt: window.startsAt }],
    ['some day', { ...window, endsAt: 'some day' }],
  ])('refuses a maintenance that ends %s', (_, body) => {
    expect(maintenanceBody.safeParse(body).success).toBe(false);
  });
});

describe('what is shown of a route', () => {
  const money = { value: 100_000, currency: 'COP' };
  const closed = { state: 'closed', since: null, openUntil: null, openings: 0 };
  const shown = {
    route: 'efecty.epayco',
    rail: 'efecty',
    status: 'up',
    why: [],
    limits: { minimum: money, maximum: money, step: money },
    breakers: { issue: closed, read_status: closed, cancel: closed },
    breakersEnforced: true,
    drained: null,
    maintenance: [],
    issuance: { calls: 20, rate: 0.95, meanMs: 420 },
    conversion: { ended: 900, rate: 0.61, score: 1.04 },
    fees: {
      fixed: money,
      bps: 299,
      ivaBps: 1_900,
      tiers: [{ fromAmount: money, fromMonthlyPayments: null, fixed: money, bps: 249 }],
    },
    paidThisMonth: 812,
    commitment: { monthlyPayments: 1_000, behind: true },
    inFlight: 2,
  };

  it('has a breaker for each operation', () => {
    expect(routeView.parse(shown)).toEqual(shown);
    const without = { ...shown, breakers: { issue: closed, cancel: closed } };
    expect(routeView.safeParse(without).success).toBe(false);
  });

  it.each([
    ['a share above one', { issuance: { calls: 1, rate: 1.5, meanMs: null } }],
    ['a status that nobody knows', { status: 'sleepy' }],
    ['a reason that nobody knows', { why: ['tired'] }],
    ['fewer calls than none', { inFlight: -1 }],
    ['fewer payments than none', { paidThisMonth: -1 }],
    ['a promise of nothing', { commitment: { monthlyPayments: 0, behind: false } }],
    ['a fee of half a cent', { fees: { ...shown.fees, fixed: { value: 0.5, currency: 'COP' } } }],
  ])('never has %s', (_, wrong) => {
    expect(routeView.safeParse({ ...shown, ...wrong }).success).toBe(false);
  });
});
