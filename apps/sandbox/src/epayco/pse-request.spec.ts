import { pseFields } from '../fixtures/epayco-pse.js';
import { BANKS } from './banks.js';
import { pseRequestSchema } from './pse-request.schema.js';

function problems(changes: Record<string, unknown>): string[] {
  const parsed = pseRequestSchema.safeParse(pseFields(changes));
  return parsed.error?.issues.map((one) => `${one.path.join('.')} ${one.message}`) ?? [];
}

describe('a request for a transfer', () => {
  it('is understood as the SDK sends it', () => {
    expect(pseRequestSchema.parse(pseFields())).toMatchObject({
      factura: '2001',
      amount: { minor: 8_500_000n, currency: 'COP' },
      requestedExpiry: null,
      details: {
        banco: '1022',
        urlRespuesta: 'https://shop.example/r',
        nombres: 'Ana María',
        isTest: true,
        extra5Epayco: 'P44',
      },
    });
  });

  it('has no expiry to wish for', () => {
    const asked = pseFields({ fechaexpiracion: '2026-11-25' });
    expect(pseRequestSchema.parse(asked).requestedExpiry).toBeNull();
  });

  it.each(BANKS.slice(1))('can be paid at $bankName', ({ bankCode }) => {
    expect(problems({ banco: bankCode })).toEqual([]);
  });

  it.each([
    ['banco', undefined, 'A001'],
    ['banco', '0', 'A004'],
    ['banco', '9999', 'A004'],
    ['banco', 'constructor', 'A003'],
    ['url_respuesta', undefined, 'A001'],
    ['url_respuesta', 'shop.example', 'A002'],
    ['valor', '1600.50', 'A002'],
    ['moneda', 'USD', 'A002'],
    ['tipo_persona', '2', 'A004'],
    ['documento', '1234', 'A002'],
    ['ip', '', 'A001'],
  ])('is refused for %s = %j with %s', (field, value, code) => {
    expect(problems({ [field]: value })).toContain(`${field} ${code}`);
  });
});
