import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it('does not depend on key order, white space or how a character was written', () => {
    const one = JSON.parse('{"b":[1,{"y":null,"x":"ñ"}],"a":1.0}');
    const other = JSON.parse(' { "a" : 1 , "b" : [ 1 , { "x":"\\u00f1", "y":null } ] } ');
    expect(canonicalJson(one)).toBe(canonicalJson(other));
    expect(canonicalJson(one)).toBe('{"a":1,"b":[1,{"x":"ñ","y":null}]}');
  });

  it.each([
    ['array order', [1, 2], [2, 1]],
    ['a text and a number', { a: 1 }, { a: '1' }],
    ['null and absent', { a: null }, {}],
    ['nesting', { a: { b: 1 } }, { a: 1, b: 1 }],
    ['false and null', [false], [null]],
  ])('tells %s apart', (_, one, other) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(other));
  });

  it('takes what schemas make of a body', () => {
    const parsed = { minor: 10n ** 20n, at: new Date('2026-11-20T00:00:00Z'), none: undefined };
    expect(canonicalJson(parsed)).toBe(
      '{"at":"2026-11-20T00:00:00.000Z","minor":100000000000000000000}',
    );
  });

  it('reads back as the same value, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'small' }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
