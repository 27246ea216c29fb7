import { z } from 'zod';
import { pageQuery, readCursor, toPage, writeCursor, type Position } from './page.js';

const query = z.strictObject({ ...pageQuery, status: z.string().optional() });
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `pay_${9 - i}` }));
const page = (count: number, limit: number) =>
  toPage(
    rows(count),
    limit,
    ({ id }) => id,
    ({ id }) => [id],
  );

describe('pageQuery', () => {
  it('defaults to twenty, and takes one to a hundred', () => {
    expect(query.parse({})).toEqual({ limit: 20 });
    expect(query.parse({ limit: '100', after: 'x' })).toEqual({ limit: 100, after: 'x' });
  });

  it.each(['0', '-1', '101', '1.5', 'many', '', '1e9', ['1', '2']])('refuses limit=%p', (limit) => {
    expect(query.safeParse({ limit }).success).toBe(false);
  });
});

describe('toPage', () => {
  it('shows no more than the limit, and goes on after the last one shown', () => {
    const { data, next } = page(3, 2);
    expect(data).toEqual(['pay_9', 'pay_8']);
    expect(readCursor(next ?? undefined, 1)).toEqual(['pay_8']);
  });

  it('ends where nothing more was read', () => {
    expect(page(2, 2)).toEqual({ data: ['pay_9', 'pay_8'], next: null });
    expect(page(0, 2)).toEqual({ data: [], next: null });
  });
});

describe('readCursor', () => {
  it('reads what was written, and nothing at the start', () => {
    const position: Position = ['2026-11-20T15:00:00.000Z', 'ñ "quoted"', 'pay_1'];
    expect(readCursor(writeCursor(position), 3)).toEqual(position);
    expect(readCursor(undefined, 3)).toBeNull();
  });

  it.each([
    ['not base64', '%%%'],
    ['not JSON', Buffer.from('hello').toString('base64url')],
    ['another list', writeCursor(['a', 'b'])],
    ['numbers', Buffer.from('[1]').toString('base64url')],
    ['U+0000', writeCursor([`a${String.fromCharCode(0)}`])],
    ['half a surrogate pair', Buffer.from('["\\ud800"]').toString('base64url')],
    ['an object', Buffer.from('{"0":"a","length":1}').toString('base64url')],
  ])('refuses a cursor that is %s, pointing at ?after', (_, after) => {
    expect(() => readCursor(after, 1)).toThrow(
      expect.objectContaining({
        code: 'INVALID_REQUEST',
        fieldErrors: [expect.objectContaining({ pointer: '?after' })],
      }),
    );
  });

  it.each([
    ['another form', ['yesterday', 'pay_1']],
    ['fewer texts', ['2026-11-20T15:00:00.000Z']],
    ['more texts', ['2026-11-20T15:00:00.000Z', 'pay_1', 'x']],
  ] as const)('refuses %s where the list says what its texts look like', (_, texts) => {
    const shape = z.tuple([z.iso.datetime(), z.string()]);
    expect(() => readCursor(writeCursor(texts), shape)).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST' }),
    );
    const right: Position = ['2026-11-20T15:00:00.000Z', 'pay_1'];
    expect(readCursor(writeCursor(right), shape)).toEqual(right);
  });
});
