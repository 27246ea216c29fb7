import { NOW } from '../fixtures/sandbox-under-test.js';
import { orderBody } from '../fixtures/payvalida-under-test.js';
import { parseOrderBody } from './order-request.schema.js';

function codeOf(changes: Record<string, unknown>) {
  const parsed = parseOrderBody(orderBody(changes), NOW);
  return 'code' in parsed ? parsed.code : '0000';
}

describe('a request for an order', () => {
  it.each([
    ['merchant', '0017'],
    ['email', '0009'],
    ['country', '0022'],
    ['order', '0041'],
    ['money', '0023'],
    ['amount', '0021'],
    ['description', '0009'],
    ['method', '0027'],
    ['recurrent', '0009'],
    ['expiration', '0031'],
    ['iva', '0009'],
    ['checksum', '0025'],
  ])('needs %s, or gets %s', (field, code) => {
    expect(codeOf({ [field]: undefined })).toBe(code);
  });

  it.each([
    [{ merchant: 'm'.repeat(51) }, '0017'],
    [{ email: 'ana' }, '0009'],
    [{ country: 344 }, '0022'],
    [{ order: 'o'.repeat(201) }, '0041'],
    [{ reference: '1'.repeat(26) }, '0009'],
    [{ reference: 'A1' }, '0009'],
    [{ money: 'USD' }, '0023'],
    [{ amount: 0 }, '0021'],
    [{ amount: -1 }, '0021'],
    [{ amount: '45000.0' }, '0021'],
    [{ description: 'd'.repeat(251) }, '0009'],
    [{ method: 'nequi' }, '0027'],
    [{ language: 'esp' }, '0009'],
    [{ recurrent: true }, '0009'],
    [{ user_type_di: 'CEDU' }, '0009'],
    [{ user_name: 'n'.repeat(26) }, '0009'],
    [{ expiration: '2026-11-25' }, '0031'],
    [{ expiration: '31/11/2026' }, '0031'],
    [{ expiration: '19/11/2026' }, '0032'],
    [{ expiration: '21/12/2026' }, '0024'],
  ])('is refused for %j with %s', (changes, code) => {
    expect(codeOf(changes)).toBe(code);
  });

  it.each([
    { amount: '45000' },
    { country: '343' },
    { reference: '1'.repeat(25) },
    { reference: '' },
    { expiration: '20/11/2026' },
    { expiration: '20/12/2026' },
    { user_di: undefined, user_type_di: undefined, user_name: undefined },
    ...['efecty', 'baloto', 'puntored', 'gana', 'sured', 'redservi', 'pse'].map((method) => ({
      method,
    })),
  ])('is taken with %j', (changes) => {
    expect(codeOf(changes)).toBe('0000');
  });

  it('lives to the last second of its day in Bogota', () => {
    const parsed = parseOrderBody(orderBody(), NOW);
    expect('expiresAt' in parsed && parsed.expiresAt).toEqual(new Date('2026-11-26T04:59:59Z'));
  });

  it('is refused when it is nothing', () => {
    expect(parseOrderBody(undefined, NOW)).toEqual({ code: '0009' });
  });
});
