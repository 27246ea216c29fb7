import { jsonOf } from './json-reply.js';

describe('the JSON of an answer', () => {
  it('has its numbers as they were written', () => {
    const body = Buffer.from('{"id":12345678901234567890,"amount":85000.00}');
    expect(jsonOf({ body })).toEqual({
      id: '12345678901234567890',
      amount: '85000.00',
    });
  });

  it.each([
    ['a page for people', '<html><body>Mantenimiento</body></html>'],
    ['half an answer', '{"id":1'],
    ['nothing', ''],
  ])('is none in %s', (_, text) => {
    expect(() => jsonOf({ body: Buffer.from(text) })).toThrow('malformed_reply');
  });

  it('is none in bytes that are no UTF-8', () => {
    expect(() => jsonOf({ body: Buffer.from('"Peña"', 'latin1') })).toThrow('malformed_reply');
  });
});
