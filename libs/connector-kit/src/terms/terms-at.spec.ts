import { PretendProvider, cop } from '../fixtures/pretend-provider.js';
import { routeTermsSchema, type RouteTerms } from './route-terms.schema.js';
import { expectOffered, offerOf, termsAt, termsOver } from './terms-at.js';

const route = 'efecty.epayco';
const source = 'contract of 2026';
const times = { opens: '08:00', closes: '20:00' };
const hours = { weekday: times, saturday: times, sunday: null, holiday: null };
const limits = { minimumPesos: 5_000, maximumPesos: 8_000_000 };
const open = new Date('2026-11-20T15:00:00Z');
const closed = new Date('2026-11-22T15:00:00Z');
const asked = { amount: cop(8_500_000n), document: 'CC' as const };

function termsOf(change: object): RouteTerms {
  const [one] = routeTermsSchema.parse([{ route, from: '2026-01-01', source, ...change }]);
  if (one === undefined) throw new Error('one entry makes one');
  return one;
}

describe('the terms at an instant', () => {
  const list = [termsOf({ from: '2026-12-01' }), termsOf({}), termsOf({ route: 'pse.payu' })];

  it.each([
    ['2026-12-01T04:59:59Z', '2026-01-01'],
    ['2026-12-01T05:00:00Z', '2026-12-01'],
    ['2030-01-01T00:00:00Z', '2026-12-01'],
    ['2026-01-01T04:59:59Z', undefined],
  ])('%s are those from %s', (at, from) => {
    expect(termsAt(list, route, new Date(at))?.from).toBe(from);
  });
});

describe('the terms of a package', () => {
  const shipped = [termsOf({ hours }), termsOf({ from: '2027-01-01', hours })];
  const held = (own: RouteTerms[], at: string) => {
    const found = termsAt(termsOver(own, shipped), route, new Date(`${at}T12:00:00Z`));
    return found && [found.from, found.hours !== undefined];
  };

  it.each([
    ['nothing of the operator’s', [], '2026-06-01', ['2026-01-01', true]],
    ['the operator’s of later', [{ from: '2026-12-01' }], '2026-06-01', ['2026-01-01', true]],
    ['the operator’s, once begun', [{ from: '2026-12-01' }], '2026-12-02', ['2026-12-01', false]],
    ['and no later one of its own', [{ from: '2026-12-01' }], '2027-06-01', ['2026-12-01', false]],
    ['the operator’s of that day', [{ from: '2026-01-01' }], '2026-06-01', ['2026-01-01', false]],
    ['the operator’s of before', [{ from: '2025-01-01' }], '2027-06-01', ['2025-01-01', false]],
    ['another route’s', [{ route: 'pse.payu' }], '2026-06-01', ['2026-01-01', true]],
  ])('beside %s', (_, own, at, expected) => {
    expect(
      held(
        own.map((one) => termsOf(one)),
        at,
      ),
    ).toEqual(expected);
  });
});

describe('what a route offers', () => {
  const connector = new PretendProvider(() => open);

  it('is what its connector says where its terms are silent', () => {
    const { limits, expiry } = connector;
    expect(offerOf(connector, null)).toEqual({ limits, expiry });
    expect(offerOf(connector, termsOf({}))).toEqual({ limits, expiry });
  });

  it('is what its terms say', () => {
    const expiry = { minimumSeconds: 60, maximumSeconds: 7_200, defaultSeconds: 3_600 };
    expect(offerOf(connector, termsOf({ limits, expiry }))).toEqual({
      limits: { minimum: cop(500_000n), maximum: cop(800_000_000n), step: cop(100n) },
      expiry: { minimumMs: 60_000, maximumMs: 7_200_000, defaultMs: 3_600_000 },
    });
  });
});

describe('what is asked of a route', () => {
  const connector = new PretendProvider(() => open);
  const { minimum, maximum, step } = connector.limits;
  const refusal = (
    change: object | null,
    at = open,
    wish: Parameters<typeof expectOffered>[2] = asked,
  ) => {
    try {
      expectOffered(connector, change === null ? null : termsOf(change), wish, at);
      return null;
    } catch (error) {
      return (error as { kind: string }).kind;
    }
  };

  it.each<[string, object, Date, string | null]>([
    ['nothing said', {}, closed, null],
    ['open', { hours }, open, null],
    ['closed', { hours }, closed, 'closed'],
    ['closed, but selling', { hours, sellsWhenClosed: true }, closed, null],
    ['within limits', { limits }, open, null],
    ['too little', { limits: { ...limits, minimumPesos: 85_001 } }, open, 'limit_exceeded'],
    ['just enough', { limits: { ...limits, minimumPesos: 85_000 } }, open, null],
    ['too much', { limits: { ...limits, maximumPesos: 84_999 } }, open, 'limit_exceeded'],
    ['a document that it takes', { documents: ['CC', 'CE'] }, open, null],
    ['another document', { documents: ['NIT'] }, open, 'invalid_request'],
  ])('is judged by its terms: %s', (_, change, at, kind) => {
    expect(refusal(change, at)).toBe(kind);
  });

  it('needs a document where only some are taken', () => {
    expect(refusal({ documents: ['CC'] }, open, { ...asked, document: null })).toBe(
      'invalid_request',
    );
  });

  it.each([
    ['the least', minimum.minor, null],
    ['a step less', minimum.minor - step.minor, 'limit_exceeded'],
    ['the most', maximum.minor, null],
    ['a step more', maximum.minor + step.minor, 'limit_exceeded'],
  ])('is judged by the connector’s own limits where terms name none: %s', (_, minor, kind) => {
    const wish = { ...asked, amount: cop(minor) };
    for (const change of [null, {}]) expect(refusal(change, closed, wish)).toBe(kind);
  });

  it('may be more than the connector’s own limits where its terms say so', () => {
    const wish = { ...asked, amount: cop(maximum.minor + 100n) };
    const wider = { minimumPesos: 1, maximumPesos: Number(maximum.minor) };
    expect(refusal({ limits: wider }, open, wish)).toBeNull();
  });

  it('is refused in another currency', () => {
    const amount = { ...asked.amount, currency: 'USD' as const };
    expect(refusal(null, open, { ...asked, amount })).toBe('invalid_request');
  });
});

describe('the document of terms', () => {
  const entry = { route, from: '2026-01-01', source };

  it.each<[string, object[], boolean]>([
    ['nothing', [], true],
    ['two days of one route', [entry, { ...entry, from: '2026-02-01' }], true],
    ['one day twice', [entry, entry], false],
    ['no source', [{ route, from: '2026-01-01' }], false],
    ['no such day', [{ ...entry, from: '2026-02-30' }], false],
    ['a word that nobody knows', [{ ...entry, limit: limits }], false],
    ['hours without a kind of day', [{ ...entry, hours: { weekday: times } }], false],
    [
      'a shop that closes first',
      [{ ...entry, hours: { ...hours, sunday: { opens: '09:00', closes: '08:00' } } }],
      false,
    ],
    [
      'limits in the wrong order',
      [{ ...entry, limits: { minimumPesos: 2, maximumPesos: 1 } }],
      false,
    ],
    ['a wrong location number', [{ ...entry, gln: '7709998105868' }], false],
    ['a right one', [{ ...entry, gln: '7709998105867' }], true],
    [
      'fees above the amount',
      [{ ...entry, fees: { fixedPesos: 0, bps: 10_001, ivaBps: 1_900 } }],
      false,
    ],
    ['fees', [{ ...entry, fees: { fixedPesos: 900, bps: 299, ivaBps: 1_900 } }], true],
  ])('may hold %s: %s', (_, entries, isRight) => {
    expect(routeTermsSchema.safeParse(entries).success).toBe(isRight);
  });
});
