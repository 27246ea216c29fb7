import { cusOf, cycleOf, pinOf, refPaycoIn, transactionIdOf } from './provider-numbers.js';

const AT = new Date('2026-11-20T15:00:00Z');

describe('numbers of ePayco', () => {
  it('has pins with two check digits', () => {
    expect(pinOf(101_645_839)).toBe('10164583924');
  });

  it('has a CUS for a transfer that is neither its reference nor another’s', () => {
    expect(cusOf(101_645_839)).toBe('898354161');
    expect(cusOf(101_645_840)).not.toBe(cusOf(101_645_839));
  });

  it('finds the reference in the number of a transaction', () => {
    expect(transactionIdOf(101_645_839, AT)).toBe('1016458391795186800');
    expect(refPaycoIn(transactionIdOf(101_645_839, AT))).toBe(101_645_839);
    expect(refPaycoIn('1795186800')).toBeNaN();
  });

  it.each([
    ['2026-11-20T05:00:00Z', '1'],
    ['2026-11-20T15:00:00Z', '3'],
    ['2026-11-21T04:59:59Z', '5'],
  ])('clears what began at %s in cycle %s of the day', (at, cycle) => {
    expect(cycleOf(new Date(at))).toBe(cycle);
  });
});
