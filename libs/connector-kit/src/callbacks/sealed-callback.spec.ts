import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { fromText, toText } from './sealed-callback.js';

const callback = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  suffix: fc.string(),
  query: fc.string({ unit: 'binary' }),
  contentType: fc.option(fc.string()),
  headers: fc.dictionary(fc.constantFrom('x-signature', 'x-request-id'), fc.string()),
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
          isDeepStrictEqual({ ...one, body: [...one.body] }, { ...other, body: [...other.body] }),
        );
        expect(toText({ ...one, body: Uint8Array.from(one.body) })).toBe(toText(one));
      }),
    );
  });

  it('is recognised by its headers too, in whatever order they came', () => {
    const one = {
      method: 'POST',
      suffix: '',
      query: '',
      contentType: null,
      body: Buffer.from('{}'),
    };
    const text = toText({ ...one, headers: { 'x-a': '1', 'x-b': '2' } });
    expect(toText({ ...one, headers: { 'x-b': '2', 'x-a': '1' } })).toBe(text);
    expect(toText({ ...one, headers: { 'x-a': '2', 'x-b': '2' } })).not.toBe(text);
  });

  it('is read from rows that were stored before headers were kept', () => {
    const row = '{"method":"POST","suffix":"","query":"","contentType":null,"body":"e30="}';
    expect(fromText(row)).toEqual({
      method: 'POST',
      suffix: '',
      query: '',
      contentType: null,
      headers: {},
      body: Buffer.from('{}'),
    });
    expect(toText(fromText(row))).toBe(row);
  });
});
