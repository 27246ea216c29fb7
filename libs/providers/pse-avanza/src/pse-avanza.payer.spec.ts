import type { DocumentType, Payer } from '@cauce/contracts';
import { IDENTIFICATION_TYPES, payerFields } from './pse-avanza.payer.js';

const defaults = { address: 'Calle 1 # 2-3, Bogotá', cellphone: null, nitHasCheckDigit: true };

function person(change: Partial<Payer> = {}): Payer {
  return {
    kind: 'person',
    name: 'Ana María Muñoz Peña',
    email: 'ana@example.com',
    phone: '+573001112233',
    document: { type: 'CC', number: '1020304051' },
    ...change,
  };
}

function company(number = '900123456-8'): Payer {
  return person({ kind: 'company', name: 'Peña S.A.S.', document: { type: 'NIT', number } });
}

describe('a payer as PSE wants one', () => {
  it('is a person with a document', () => {
    expect(payerFields(person(), defaults)).toEqual({
      userType: 'person',
      identificationType: 'CedulaDeCiudadania',
      identificationNumber: '1020304051',
      fullName: 'Ana María Muñoz Peña',
      cellphoneNumber: '3001112233',
      address: 'Calle 1 # 2-3, Bogotá',
      email: 'ana@example.com',
    });
  });

  it('is a company with a NIT, with its check digit or without', () => {
    const expected = { userType: 'company', identificationType: 'NIT' };
    expect(payerFields(company(), defaults)).toMatchObject({
      ...expected,
      identificationNumber: '9001234568',
    });
    expect(payerFields(company(), { ...defaults, nitHasCheckDigit: false })).toMatchObject({
      ...expected,
      identificationNumber: '900123456',
    });
  });

  it.each([
    ['CC', 'CedulaDeCiudadania'],
    ['CE', 'CedulaDeExtranjeria'],
    ['TI', 'TarjetaDeIdentidad'],
    ['PPN', 'Pasaporte'],
  ] as const)('is known by %s as %s', (type, name) => {
    const payer = person({ document: { type, number: '10203040' } });
    expect(payerFields(payer, defaults).identificationType).toBe(name);
  });

  it.each(Object.keys(IDENTIFICATION_TYPES) as DocumentType[])(
    'with %s is a company exactly when that is a NIT',
    (type) => {
      const document = { type, number: '900123456' };
      const kinds = (['person', 'company'] as const).filter((kind) => {
        try {
          payerFields(person({ kind, document }), defaults);
          return true;
        } catch {
          return false;
        }
      });
      const expected = type === 'NIT' ? ['company'] : ['person'];
      expect(kinds).toEqual(type === 'PPT' ? [] : expected);
    },
  );

  it.each([
    ['no document', person({ document: null })],
    ['no e-mail', person({ email: null })],
    ['no phone', person({ phone: null })],
    ['a phone of another country', person({ phone: '+15550001111' })],
    ['an e-mail with a forbidden character', person({ email: '"ana"@example.com' })],
    ['a name that is an emoji', person({ name: '🎉' })],
  ])('is refused with %s', (_, payer) => {
    expect(() => payerFields(payer, defaults)).toThrow('invalid_request');
  });

  it('has the account’s phone in place of none, where the account has one', () => {
    const stand = { ...defaults, cellphone: '6012345678' };
    expect(payerFields(person({ phone: null }), stand).cellphoneNumber).toBe('6012345678');
    expect(payerFields(person(), stand).cellphoneNumber).toBe('3001112233');
  });
});
