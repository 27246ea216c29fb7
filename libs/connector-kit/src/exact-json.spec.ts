import fc from 'fast-check';
import { parseExactly } from './exact-json.js';

describe('JSON with exact numbers', () => {
  it('keeps every digit as it was written', () => {
    expect(parseExactly('{"a":20000.00,"b":[1016458391730902025],"c":-1e3,"d":"7"}')).toEqual({
      a: '20000.00',
      b: ['1016458391730902025'],
      c: '-1e3',
      d: '7',
    });
  });

  it('changes nothing that has no numbers', () => {
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    })).tree;
    fc.assert(fc.property(value, (one) => expect(parseExactly(JSON.stringify(one))).toEqual(one)));
  });

  it.each(['', '{', 'x', '<html>'])('refuses %j', (text) => {
    expect(() => parseExactly(text)).toThrow(SyntaxError);
  });
});
