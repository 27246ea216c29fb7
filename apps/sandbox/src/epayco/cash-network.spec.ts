import { KNOWN_RAILS } from '@cauce/contracts';
import { CASH_NETWORKS, isCashNetwork } from './cash-network.js';

/** Rails of the product that do not go over a counter. */
const NOT_CASH = ['pse', 'daviplata', 'bre_b'];

describe('cash networks', () => {
  it('has the franchise codes of ePayco', () => {
    const codes = Object.values(CASH_NETWORKS).map(({ franchise }) => franchise);
    expect(codes).toEqual(['EF', 'BA', 'GA', 'RS', 'PR', 'SR']);
  });

  it.each(KNOWN_RAILS.filter((rail) => !NOT_CASH.includes(rail)))(
    'offers %s, which the product has as a rail',
    (rail) => {
      expect(isCashNetwork(rail)).toBe(true);
    },
  );

  it('does not take names from the prototype of objects for networks', () => {
    expect(isCashNetwork('constructor')).toBe(false);
  });
});
