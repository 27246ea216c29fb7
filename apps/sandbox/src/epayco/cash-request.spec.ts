import { cashBody, KEYS } from '../fixtures/sandbox-under-test.js';
import { cashRequestSchema } from './cash-request.schema.js';

function problems(changes: Record<string, unknown>): string[] {
  const parsed = cashRequestSchema.safeParse(cashBody(changes));
  return parsed.error?.issues.map((one) => `${one.path.join('.')} ${one.message}`) ?? [];
}

describe('a voucher request', () => {
  it('is understood as the SDK sends it', () => {
    const confirmation = { url_confirmacion: 'https://m.example/c', metodoconfirmacion: 'GET' };
    expect(cashRequestSchema.parse(cashBody(confirmation))).toEqual({
      factura: '1001',
      amount: { minor: 8_500_000n, currency: 'COP' },
      requestedExpiry: '2026-11-25',
      publicKey: KEYS.publicKey,
      confirmation: { url: 'https://m.example/c', method: 'GET' },
      details: expect.objectContaining({
        nombres: 'Ana María',
        apellidos: 'Muñoz',
        isTest: true,
        extra5Epayco: 'P44',
      }),
    });
  });

  it.each([
    ['metodoconfirmacion', 'get', 'GET'],
    ['method_confirmation', 'GET', 'GET'],
    ['method_confirmation', 'post', 'POST'],
    ['other', 'GET', 'POST'],
  ])('reads the method of confirmation from %s: %s', (name, value, method) => {
    const body = cashBody({ url_confirmacion: 'http://m.example/c', [name]: value });
    expect(cashRequestSchema.parse(body).confirmation?.method).toBe(method);
  });

  it('needs no confirmation, no phone, no surname and no expiry', () => {
    const without = { celular: undefined, apellidos: '', fechaexpiracion: undefined };
    expect(cashRequestSchema.parse(cashBody(without))).toMatchObject({
      confirmation: null,
      requestedExpiry: null,
    });
  });

  it('takes numbers and whole pesos with decimals', () => {
    expect(cashRequestSchema.parse(cashBody({ valor: 85000 })).amount.minor).toBe(8_500_000n);
    expect(cashRequestSchema.parse(cashBody({ valor: '85000.00' })).amount.minor).toBe(8_500_000n);
  });

  it.each([
    ['factura', undefined, 'A001'],
    ['factura', '', 'A001'],
    ['factura', 'x'.repeat(61), 'A003'],
    ['descripcion', 'x'.repeat(256), 'A003'],
    ['valor', '0', 'A002'],
    ['valor', '-20000', 'A002'],
    ['valor', '20000.50', 'A002'],
    ['valor', '20.000', 'A002'],
    ['valor', 'mucho', 'A002'],
    ['valor', '9999999999999', 'A003'],
    ['moneda', 'USD', 'A002'],
    ['tipo_persona', '2', 'A004'],
    ['tipo_doc', 'PEP', 'A004'],
    ['nombres', undefined, 'A001'],
    ['email', 'ana', 'A002'],
    ['ip', undefined, 'A001'],
    ['url_confirmacion', 'ftp://m.example', 'A002'],
    ['metodoconfirmacion', 'PUT', 'A002'],
    ['public_key', undefined, 'A001'],
  ])('refuses %s = %j with %s', (field, value, code) => {
    expect(problems({ [field]: value })).toEqual([`${field} ${code}`]);
  });

  it.each([
    ['NIT', 7, 10],
    ['CC', 5, 15],
    ['CE', 4, 8],
    ['TI', 4, 20],
    ['PPN', 4, 12],
  ])('takes a document %s of %d to %d characters', (type, shortest, longest) => {
    const withLength = (length: number) =>
      problems({ tipo_doc: type, documento: '1'.repeat(length) });
    expect(withLength(shortest)).toEqual([]);
    expect(withLength(longest)).toEqual([]);
    expect(withLength(shortest - 1)).toEqual(['documento A002']);
    expect(withLength(longest + 1)).not.toEqual([]);
  });
});
