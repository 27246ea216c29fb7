import { chooseRoute, type RouteFacts } from './choose-route.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

function route(name: string, overrides: Partial<RouteFacts> = {}): RouteFacts {
  return {
    route: name,
    rail: name.split('.')[0] ?? '',
    minimum: cop(100_000n),
    maximum: cop(600_000_000n),
    step: cop(100n),
    ...overrides,
  };
}

const routes = [route('efecty.payu'), route('efecty.epayco'), route('baloto.epayco')];

describe('choosing a route', () => {
  it('takes the first method that is offered, and the first route by name within it', () => {
    const choice = chooseRoute(['puntored', 'efecty', 'baloto'], cop(8_500_000n), routes);
    expect(choice.chosen?.route).toBe('efecty.epayco');
    expect(choice.candidates).toEqual([
      { route: 'puntored', chosen: false, reason: 'not_offered' },
      { route: 'efecty.epayco', chosen: true },
      { route: 'efecty.payu', chosen: false, reason: 'not_first' },
      { route: 'baloto.epayco', chosen: false, reason: 'not_first' },
    ]);
  });

  it('keeps the merchant’s order of methods', () => {
    expect(chooseRoute(['baloto', 'efecty'], cop(8_500_000n), routes).chosen?.route).toBe(
      'baloto.epayco',
    );
  });

  it.each([
    [99_900n, 'limit_min'],
    [100_000n, undefined],
    [600_000_000n, undefined],
    [600_000_100n, 'limit_max'],
    [8_500_050n, 'amount_step'],
  ])('with %s minor units says %s', (minor, reason) => {
    const [candidate] = chooseRoute(['baloto'], cop(minor), routes).candidates;
    expect(candidate?.reason).toBe(reason);
  });

  it('refuses another currency', () => {
    const choice = chooseRoute(['efecty'], { minor: 100_000n, currency: 'USD' }, routes);
    expect(choice.chosen).toBeNull();
    expect(choice.candidates[0]?.reason).toBe('currency');
  });

  it('does not go back to a route that was tried', () => {
    const choice = chooseRoute(['efecty'], cop(8_500_000n), routes, new Set(['efecty.epayco']));
    expect(choice.chosen?.route).toBe('efecty.payu');
    expect(choice.candidates[0]).toEqual({
      route: 'efecty.epayco',
      chosen: false,
      reason: 'tried',
    });
  });

  it('says so when nothing is offered', () => {
    expect(chooseRoute(['pse'], cop(8_500_000n), routes)).toEqual({
      chosen: null,
      candidates: [{ route: 'pse', chosen: false, reason: 'not_offered' }],
    });
  });
});
