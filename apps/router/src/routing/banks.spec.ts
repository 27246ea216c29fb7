import { routeFacts } from '../fixtures/routed.js';
import { bankCodesOf, banksOf, transferProblems } from './banks.js';
import type { Rejection, RouteChoice } from './choose-route.js';

const banks = (at: string, ...list: (readonly [code: string, name: string])[]) => ({
  list: list.map(([code, name]) => ({ code, name })),
  refreshedAt: new Date(at),
});
const older = {
  rail: 'pse',
  banks: banks('2026-11-19T15:00:00Z', ['1007', 'Ávila de antes'], ['1051', 'Zipa']),
};
const newer = {
  rail: 'pse',
  banks: banks('2026-11-20T15:00:00Z', ['1507', 'Nequi'], ['1007', 'Ávila']),
};
const silent = { rail: 'pse', banks: null };

describe('the banks that a payer may choose from', () => {
  it('are those of every list, each once and by name, named as the newest has it', () => {
    for (const routes of [
      [older, silent, newer],
      [newer, older],
    ]) {
      expect(banksOf(routes)).toEqual(
        banks('2026-11-20T15:00:00Z', ['1007', 'Ávila'], ['1507', 'Nequi'], ['1051', 'Zipa']),
      );
    }
  });

  it('are in the order of their codes where names are the same', () => {
    const same = { rail: 'pse', banks: banks('2026-11-20T15:00:00Z', ['2', 'B'], ['1', 'B']) };
    expect(banksOf([same])?.list.map(({ code }) => code)).toEqual(['1', '2']);
  });

  it('are not known where no route of PSE has any', () => {
    expect(banksOf([silent, { ...newer, rail: 'other' }])).toBeNull();
  });
});

describe('the codes that a route takes', () => {
  it('are those of its own list', () => {
    expect(bankCodesOf(older)).toEqual(new Set(['1007', '1051']));
  });

  it('are any while its provider has listed none, and of rails that go to no bank', () => {
    expect(bankCodesOf(silent)).toBeNull();
    expect(bankCodesOf({ ...older, rail: 'efecty' })).toBeNull();
  });
});

describe('a request to pay at a bank', () => {
  const returnUrl = 'https://shop.example/back';
  const known = { bank: '1007', returnUrl };

  /** @param reasons of routes that were passed over, by name */
  const choice = (chosen: string | null, reasons: Record<string, Rejection> = {}): RouteChoice => ({
    chosen: chosen === null ? null : routeFacts(chosen),
    rulesVersion: 1,
    candidates: Object.entries(reasons).map(([route, reason]) => ({
      ...{ route, reason },
      chosen: false,
    })),
  });
  const lacking = { 'pse.a': 'bank', 'pse.b': 'bank' } as const;
  const oneWay = { 'pse.a': 'return_url', 'pse.b': 'return_url' } as const;

  it.each<[string, object, string[], RouteChoice, string[]]>([
    ['goes to a bank', known, ['pse'], choice('pse.a'), []],
    ['goes to the only route that has it', known, ['pse'], choice('pse.c', lacking), []],
    ['has no way back', { bank: '1007' }, ['pse'], choice(null, oneWay), ['/returnUrl required']],
    ['names no bank', { returnUrl }, ['pse'], choice(null, lacking), ['/bank required']],
    ['has neither', {}, ['pse'], choice(null, lacking), ['/returnUrl required', '/bank required']],
    ['names a bank of none', known, ['pse'], choice(null, lacking), ['/bank unknown_bank']],
    [
      'names a bank of none, and an amount that cash does not take',
      known,
      ['efecty', 'pse'],
      choice(null, { 'efecty.a': 'limit_max', ...lacking }),
      ['/bank unknown_bank'],
    ],
    [
      'may be taken later',
      known,
      ['pse'],
      choice(null, { ...lacking, 'pse.c': 'breaker_open' }),
      [],
    ],
    [
      'may be taken with another end',
      known,
      ['pse'],
      choice(null, { ...lacking, 'pse.c': 'too_late' }),
      [],
    ],
    [
      'names no bank, and has to, now or later',
      { returnUrl },
      ['pse'],
      choice(null, { ...lacking, 'pse.c': 'draining' }),
      ['/bank required'],
    ],
    [
      'names no bank where a route wants none',
      { returnUrl },
      ['pse'],
      choice('pse.c', lacking),
      [],
    ],
    ['is taken by cash first', {}, ['efecty', 'pse'], choice('efecty.a', lacking), []],
    [
      'names a bank of none and is taken by cash',
      known,
      ['pse', 'efecty'],
      choice('efecty.a', lacking),
      [],
    ],
    [
      'names no bank, and would fall to cash',
      { returnUrl },
      ['pse', 'efecty'],
      choice('efecty.a', lacking),
      ['/bank required'],
    ],
    [
      'has no way back to where one route has its bank',
      { bank: '1007' },
      ['pse'],
      choice(null, { ...lacking, 'pse.c': 'return_url' }),
      ['/returnUrl required'],
    ],
    [
      'has neither where a route wants no bank',
      {},
      ['pse'],
      choice(null, { ...lacking, 'pse.c': 'return_url' }),
      ['/returnUrl required'],
    ],
    [
      'has no way back, and names a bank of none',
      { bank: '9999' },
      ['pse'],
      choice(null, lacking),
      ['/returnUrl required', '/bank unknown_bank'],
    ],
    [
      'has no way back, and has to, now or later',
      { bank: '1007' },
      ['efecty', 'pse'],
      choice(null, { 'efecty.a': 'draining', ...oneWay }),
      ['/returnUrl required'],
    ],
    [
      'has no way back and is taken by cash first',
      { bank: '1007' },
      ['efecty', 'pse'],
      choice('efecty.a', oneWay),
      [],
    ],
    [
      'has no way back, and would fall to cash',
      { bank: '1007' },
      ['pse', 'efecty'],
      choice('efecty.a', oneWay),
      ['/returnUrl required'],
    ],
    [
      'has neither, and would fall to cash',
      {},
      ['pse', 'efecty'],
      choice('efecty.a', lacking),
      ['/returnUrl required', '/bank required'],
    ],
    [
      'has no way back, names a bank of none and is taken by cash',
      { bank: '9999' },
      ['pse', 'efecty'],
      choice('efecty.a', lacking),
      [],
    ],
    ['is refused for its amount', known, ['pse'], choice(null, { 'pse.a': 'limit_min' }), []],
  ])('%s', (_, request, methods, chosen, problems) => {
    const found = transferProblems({ methods, ...request }, chosen);
    expect(found.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(problems);
  });

  it('is told which routes lack its bank', () => {
    const [problem] = transferProblems({ methods: ['pse'], ...known }, choice(null, lacking));
    expect(problem?.detail).toContain('pse.a, pse.b');
  });
});
