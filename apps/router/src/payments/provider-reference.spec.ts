import fc from 'fast-check';
import { isProviderReference, luhnDigit, providerReference } from './provider-reference.js';

const body = fc.stringMatching(/^0[0-7][0-9a-hjkmnp-tv-z]{24}$/);

describe('provider reference', () => {
  it('is made of digits, fits an Asobancaria reference and never starts with a zero', () => {
    const reference = providerReference('att_01kb5m9w8he3rtbq2c4x7f0zs1');
    expect(reference).toMatch(/^[1-9]\d{30,33}$/);
    expect(reference.length).toBeLessThanOrEqual(48);
  });

  it('is the same whenever it is asked for', () => {
    fc.assert(
      fc.property(body, (id) => {
        const reference = providerReference(`att_${id}`);
        expect(providerReference(`att_${id}`)).toBe(reference);
        expect(reference.length).toBeLessThanOrEqual(48);
      }),
    );
  });

  it('notices any single wrong digit', () => {
    const reference = providerReference('att_01kb5m9w8he3rtbq2c4x7f0zs1');
    expect(isProviderReference(reference)).toBe(true);
    for (let position = 0; position < reference.length; position += 1) {
      const wrong = String((Number(reference[position]) + 1) % 10);
      const damaged = reference.slice(0, position) + wrong + reference.slice(position + 1);
      expect(isProviderReference(damaged)).toBe(false);
    }
  });

  it('knows the published Luhn example', () => {
    expect(luhnDigit('7992739871')).toBe('3');
  });

  it('refuses anything that is not an attempt id', () => {
    expect(() => providerReference('pay_1')).toThrow('not an attempt id');
  });
});
