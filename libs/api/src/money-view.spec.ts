import { money } from '@cauce/money';
import { fromMoneyView, moneyView, toMoneyView } from './money-view.js';

describe('money over the API', () => {
  it('is an integer of minor units with its currency, both ways', () => {
    const view = { value: 8_500_000, currency: 'COP' };
    expect(toMoneyView(money(8_500_000n, 'COP'))).toEqual(view);
    expect(fromMoneyView(moneyView.parse(view))).toEqual(money(8_500_000n, 'COP'));
  });

  it('is never shown rounded', () => {
    expect(toMoneyView(money(2n ** 53n - 1n, 'COP')).value).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => toMoneyView(money(2n ** 53n, 'COP'))).toThrow(RangeError);
  });

  it.each([
    [{ value: 1.5, currency: 'COP' }],
    [{ value: '1', currency: 'COP' }],
    [{ value: 2 ** 53, currency: 'COP' }],
    [{ value: 1, currency: 'EUR' }],
    [{ value: 1, currency: 'cop' }],
    [{ value: 1 }],
    [{ value: 1, currency: 'COP', minor: 1 }],
  ])('refuses %j', (view) => {
    expect(moneyView.safeParse(view).success).toBe(false);
  });
});
