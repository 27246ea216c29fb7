import { MESSAGE_TYPES } from '@cauce/contracts';
import fc from 'fast-check';
import { factReference } from './fact-reference.js';

const { reference: fits } = MESSAGE_TYPES['connector.fact'].data.shape;

const anyText = fc.string({ unit: 'binary', maxLength: 400 });

describe('the reference of a fact', () => {
  it('is ours as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,48}$/), (reference) => {
        expect(factReference(reference)).toBe(reference);
      }),
    );
  });

  it('fits its message and its row, whatever a provider sent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const reference = factReference(text);
        expect(fits.safeParse(reference).success).toBe(true);
        expect(reference).not.toContain('\0');
        expect(reference.isWellFormed()).toBe(true);
      }),
    );
  });

  it('stays as it is when it is made once more', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(factReference(factReference(text))).toBe(factReference(text));
      }),
    );
  });

  it.each([
    ['', 'none'],
    ['pedido-7', 'pedido-7'],
    ['a\0b', 'a\uFFFDb'],
    ['x'.repeat(255), 'x'.repeat(200)],
    [`${'x'.repeat(199)}\u{1F4B8}`, `${'x'.repeat(199)}\uFFFD`],
  ])('%j is %j', (text, reference) => {
    expect(factReference(text)).toBe(reference);
  });
});
