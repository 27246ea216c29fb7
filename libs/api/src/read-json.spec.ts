import { AppError } from './app-error.js';
import { MAX_ARRAY_ITEMS, MAX_JSON_DEPTH, readJson } from './read-json.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);

function refusalOf(body: Uint8Array): AppError {
  try {
    readJson(body);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the body was accepted');
}

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const items = (count: number): string => `[${Array(count).fill('0').join(',')}]`;

describe('readJson', () => {
  it('reads text in any language, and a byte order mark before it', () => {
    expect(readJson(bytes('{"name":"Ana Mu\\u00f1oz 🙂"}'))).toEqual({ name: 'Ana Muñoz 🙂' });
    expect(readJson(bytes('\ufeff{"name":"Muñoz"}'))).toEqual({ name: 'Muñoz' });
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xf1, 0x22]), 'not valid UTF-8'],
    ['half an object', bytes('{"a":'), 'not valid JSON'],
    ['two values', bytes('{} {}'), 'not valid JSON'],
    ['a bare word with personal data', bytes('ana@example.com'), 'not valid JSON'],
  ])('refuses %s without quoting it', (_, body, detail) => {
    const refusal = refusalOf(body);
    expect([refusal.code, refusal.message]).toEqual([
      'INVALID_REQUEST',
      expect.stringContaining(detail),
    ]);
    expect(refusal.message + String(refusal.cause)).not.toContain('ana@');
  });

  it('takes nesting up to the limit and refuses one level more', () => {
    expect(readJson(bytes(nested(MAX_JSON_DEPTH)))).toBeDefined();
    expect(refusalOf(bytes(nested(MAX_JSON_DEPTH + 1))).fieldErrors).toEqual([
      expect.objectContaining({ pointer: '/0'.repeat(MAX_JSON_DEPTH), code: 'too_deep' }),
    ]);
  });

  it('refuses absurd nesting without running out of stack', () => {
    expect(refusalOf(bytes(nested(30_000))).status).toBe(400);
  });

  it('takes arrays up to the limit and refuses one item more', () => {
    expect(readJson(bytes(items(MAX_ARRAY_ITEMS)))).toHaveLength(MAX_ARRAY_ITEMS);
    expect(refusalOf(bytes(items(MAX_ARRAY_ITEMS + 1))).fieldErrors).toEqual([
      expect.objectContaining({ pointer: '', code: 'too_big' }),
    ]);
  });

  it.each(['__proto__', 'constructor', 'prototype', '__pro\\u0074o__'])(
    'refuses the key %s wherever it stands',
    (key) => {
      const refusal = refusalOf(bytes(`{"a":[{"${key}":{"isAdmin":true}}]}`));
      expect(refusal.fieldErrors?.[0]).toMatchObject({
        pointer: expect.stringMatching(/^\/a\/0\/(__proto__|constructor|prototype)$/),
        code: 'unknown_field',
      });
    },
  );

  it.each([
    ['U+0000', '{"a":{"b":"x\\u0000y"}}', '/a/b'],
    ['a lone high surrogate', '{"a":["\\ud83d"]}', '/a/0'],
    ['a lone low surrogate', '{"a~/b":"\\ude42"}', '/a~0~1b'],
    ['U+0000 in a key', '{"k\\u0000":1}', '/k\u0000'],
  ])('refuses %s, which the database would refuse later', (_, body, pointer) => {
    expect(refusalOf(bytes(body)).fieldErrors).toEqual([
      expect.objectContaining({ pointer, code: 'invalid_format' }),
    ]);
  });
});
