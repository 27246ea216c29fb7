import fc from 'fast-check';
import { fromText, toText } from './sealed-callback.js';

const callback = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  suffix: fc.string(),
  query: fc.string({ unit: 'binary' }),
  contentType: fc.option(fc.string()),
  body: fc.uint8Array({ maxLength: 200 }),
});

describe('a stored callback', () => {
  it('comes back byte for byte', () => {
    fc.assert(
      fc.property(callback, (one) => {
        const back = fromText(toText(one));
        expect({ ...back, body: [...back.body] }).toEqual({ ...one, body: [...one.body] });
      }),
    );
  });

  it('is recognised by its bytes and by nothing else', () => {
    fc.assert(
      fc.property(callback, callback, (one, other) => {
        const isSame = toText(one) === toText(other);
        expect(isSame).toBe(
          JSON.stringify({ ...one, body: [...one.body] }) ===
            JSON.stringify({ ...other, body: [...other.body] }),
        );
        expect(toText({ ...one, body: Uint8Array.from(one.body) })).toBe(toText(one));
      }),
    );
  });
});
