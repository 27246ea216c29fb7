import fc from 'fast-check';
import { parseBody } from './parse-body.js';

describe('a body of JSON', () => {
  it('keeps every digit of a number as it was written', () => {
    const body = Buffer.from('{"AMOUNT":45000.0,"ids":[17636501231763650123],"c":-1e3,"d":"7"}');
    expect(parseBody(body)).toEqual({
      AMOUNT: '45000.0',
      ids: ['17636501231763650123'],
      c: '-1e3',
      d: '7',
    });
  });

  it('changes nothing that has no numbers', () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (one) => expect(parseBody(Buffer.from(JSON.stringify(one)))).toEqual(one)),
    );
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"CODE":"00'],
    ['a page', '<html>'],
  ])('is not %s', (_, text) => {
    expect(parseBody(Buffer.from(text))).toBeUndefined();
  });

  it('is in UTF-8 and in no other code', () => {
    expect(parseBody(Buffer.from('"ñ"', 'utf8'))).toBe('ñ');
    expect(parseBody(Buffer.from('"ñ"', 'latin1'))).toBeUndefined();
  });
});
