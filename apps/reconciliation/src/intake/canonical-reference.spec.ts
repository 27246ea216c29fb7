import fc from 'fast-check';
import { canonicalReference } from './canonical-reference.js';

describe('the reference that is compared', () => {
  it('is the same for every spelling with zeros before, and spaces or dashes anywhere', () => {
    const core = fc.stringMatching(/^[1-9A-Z][0-9A-Z]{0,20}$/);
    const between = fc.array(fc.constantFrom('', '', ' ', '-', '\u00a0'), {
      minLength: 24,
      maxLength: 24,
    });
    fc.assert(
      fc.property(core, between, fc.nat(40), (text, gaps, zeros) => {
        const spelt = [...text].map((character, at) => `${gaps[at]}${character}`).join('');
        const filled = `${gaps[22]}${'0'.repeat(zeros)}${spelt}${gaps[23]}`;
        expect(canonicalReference(filled)).toBe(text);
      }),
    );
  });

  it('is not changed by asking twice', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = canonicalReference(text);
        expect(canonicalReference(once)).toBe(once);
      }),
    );
  });

  it.each([
    ['0', '0'],
    ['0000', '0'],
    ['', ''],
    ['0A', 'A'],
    ['A0', 'A0'],
    ['10 01', '1001'],
    ['17636-5501 2233', '1763655012233'],
    ['0-0-17', '17'],
    ['-', ''],
    ['0 !', '!'],
    [' 0 0 ', '0'],
  ])('of %j is %j', (text, reference) => {
    expect(canonicalReference(text)).toBe(reference);
  });
});
