import fc from 'fast-check';
import { canonicalReference } from './canonical-reference.js';

describe('the reference that is compared', () => {
  it('is the same for every spelling with zeros before and spaces around it', () => {
    const core = fc.stringMatching(/^[1-9A-Z][0-9A-Z-]{0,20}$/);
    const spaces = fc.nat(5).map((n) => ' '.repeat(n));
    fc.assert(
      fc.property(core, spaces, fc.nat(40), spaces, (text, before, zeros, after) => {
        expect(canonicalReference(`${before}${'0'.repeat(zeros)}${text}${after}`)).toBe(text);
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
    ['10 01', '10 01'],
    ['0 !', '!'],
    [' 0 0 ', '0'],
  ])('of %j is %j', (text, reference) => {
    expect(canonicalReference(text)).toBe(reference);
  });
});
