import type { IssueRequest } from '@cauce/connector-kit';
import fc from 'fast-check';
import { toCashTransaction, toPseTransaction, type PayuAccount } from './payu.mapping.js';
import { plainText, toPerson } from './payu.payer.js';

const keys = { apiKey: '4Vj8eK4rloUd272L48hsrarnUA', merchantId: '508029' };
const address = {
  street1: 'Cr 23 No. 53-50',
  city: 'Bogotá',
  state: 'Bogotá D.C.',
  postalCode: '110111',
  phone: '6017563126',
};
const account: PayuAccount = {
  merchantId: '508029',
  accountId: '512321',
  isTest: false,
  hash: 'md5',
  egressIp: '190.0.0.1',
  userAgent: 'Cauce/1.0',
  address,
};

function request(change: Partial<IssueRequest> = {}): IssueRequest {
  return {
    attemptId: 'att_1',
    reference: '1763650123',
    amount: { minor: 6_500_000n, currency: 'COP' },
    description: 'Piñata  🎉 azul',
    payer: {
      kind: 'person',
      name: 'Ana María Muñoz Peña',
      email: 'ana@example.com',
      phone: '+573001112233',
      document: { type: 'CC', number: '1020304051' },
    },
    expiresAt: new Date('2026-12-06T04:59:59Z'),
    returnUrl: 'https://shop.example/return',
    bank: null,
    callbackUrl: 'https://cauce.example/callbacks/efecty.payu',
    ...change,
  };
}

const payer = (change: Partial<IssueRequest['payer']>) => ({ ...request().payer, ...change });
const cash = (change: Partial<IssueRequest> = {}) =>
  toCashTransaction(request(change), 'EFECTY', account, keys);
const pse = (change: Partial<IssueRequest> = {}) =>
  toPseTransaction(request({ bank: '1022', ...change }), account, keys);

const person = {
  fullName: 'Ana María Muñoz Peña',
  emailAddress: 'ana@example.com',
  contactPhone: '3001112233',
  dniNumber: '1020304051',
  dniType: 'CC',
};

describe('a payment at a counter as PayU wants it', () => {
  it('has the documented fields', () => {
    const sent = { ...address, country: 'CO' };
    expect(cash()).toEqual({
      order: {
        accountId: '512321',
        referenceCode: '1763650123',
        description: 'Piñata azul',
        language: 'es',
        signature: expect.stringMatching(/^[0-9a-f]{32}$/),
        notifyUrl: 'https://cauce.example/callbacks/efecty.payu',
        additionalValues: {
          TX_VALUE: { value: 65000, currency: 'COP' },
          TX_TAX: { value: 0, currency: 'COP' },
          TX_TAX_RETURN_BASE: { value: 0, currency: 'COP' },
        },
        buyer: { ...person, shippingAddress: sent },
      },
      payer: { ...person, billingAddress: sent },
      type: 'AUTHORIZATION_AND_CAPTURE',
      paymentMethod: 'EFECTY',
      expirationDate: '2026-12-05T23:59:59',
      paymentCountry: 'CO',
      ipAddress: '190.0.0.1',
    });
  });

  it('is signed over the amount that it writes', () => {
    const signed = {
      reference: 'TestPayU',
      amount: { minor: 2_000_000n, currency: 'COP' as const },
    };
    expect(cash(signed)).toMatchObject({
      order: {
        signature: '7ee7cf808ce6a39b17481c54f2c57acc',
        additionalValues: { TX_VALUE: { value: 20000 } },
      },
    });
    const sha256 = toCashTransaction(
      request(signed),
      'EFECTY',
      { ...account, hash: 'sha256' },
      keys,
    );
    expect(sha256).toMatchObject({
      order: { signature: 'af3899a22336b79db46006491d15813158826f944599bf3bf601e2327f898022' },
    });
  });

  it('takes any whole number of pesos and no other amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), (minor) => {
        const ask = () => cash({ amount: { minor, currency: 'COP' } });
        if (minor % 100n !== 0n) return expect(ask).toThrow('invalid_request');
        const json = JSON.stringify(ask());
        return expect(json).toContain(`"TX_VALUE":{"value":${minor / 100n},"currency":"COP"}`);
      }),
    );
  });

  it.each([
    ['another currency', request({ amount: { minor: 6_500_000n, currency: 'USD' } })],
    ['nothing', request({ amount: { minor: 0n, currency: 'COP' } })],
    ['less than nothing', request({ amount: { minor: -100n, currency: 'COP' } })],
    ['more than JSON carries', request({ amount: { minor: 10n ** 18n, currency: 'COP' } })],
    ['no document', request({ payer: payer({ document: null }) })],
    ['no e-mail', request({ payer: payer({ email: null }) })],
    ['a long e-mail', request({ payer: payer({ email: `${'a'.repeat(251)}@x.co` }) })],
    [
      'a long document',
      request({ payer: payer({ document: { type: 'PPN', number: 'A'.repeat(21) } }) }),
    ],
  ])('is refused with %s before anything is sent', (_, refused) => {
    expect(() => cash(refused)).toThrow('invalid_request');
  });

  it('is described by its reference when nothing is left of the description', () => {
    expect(cash({ description: '🎉' })).toMatchObject({ order: { description: '1763650123' } });
  });
});

describe('a bank transfer as PayU wants it', () => {
  it('has the parameters of PSE beside those of every payment', () => {
    expect(pse({ returnUrl: 'https://shop.example/back' })).toMatchObject({
      ...toCommon(),
      paymentMethod: 'PSE',
      extraParameters: {
        RESPONSE_URL: 'https://shop.example/back',
        PSE_REFERENCE1: '190.0.0.1',
        FINANCIAL_INSTITUTION_CODE: '1022',
        USER_TYPE: 'N',
        PSE_REFERENCE2: 'CC',
        PSE_REFERENCE3: '1020304051',
      },
      userAgent: 'Cauce/1.0',
      ipAddress: '190.0.0.1',
    });
    expect(pse()).not.toHaveProperty('expirationDate');
  });

  it.each([{ bank: null }, { returnUrl: null }])('is refused with %j', (lack) => {
    expect(() => pse(lack)).toThrow('invalid_request');
  });

  it('is a company’s with its NIT', () => {
    const company = payer({ kind: 'company', document: { type: 'NIT', number: '900123456-8' } });
    expect(pse({ payer: company })).toMatchObject({
      extraParameters: { USER_TYPE: 'J', PSE_REFERENCE2: 'NIT', PSE_REFERENCE3: '900123456' },
    });
  });

  it('names a session that is the same for an attempt and differs between attempts', () => {
    const { deviceSessionId, cookie } = pse();
    expect(pse()).toMatchObject({ deviceSessionId, cookie });
    expect(deviceSessionId).toMatch(/^[0-9a-f]{32}$/);
    expect(cookie).not.toBe(deviceSessionId);
    expect(pse({ attemptId: 'att_2' })['deviceSessionId']).not.toBe(deviceSessionId);
  });

  function toCommon() {
    const { order, payer: named, type } = cash();
    return { order, payer: named, type };
  }
});

describe('a payer as PayU wants them', () => {
  it.each([
    ['CC', '1020304051', 'CC', '1020304051'],
    ['CE', '123456', 'CE', '123456'],
    ['TI', '1020304051', 'TI', '1020304051'],
    ['NIT', '9001234568', 'NIT', '900123456'],
    ['PPN', 'AB-123456', 'PP', 'AB123456'],
    ['PPT', '1234567', 'DE', '1234567'],
  ] as const)('with %s %s is %s %s', (type, number, dniType, dniNumber) => {
    const document = { type, number };
    expect(toPerson(payer({ document }), address)).toMatchObject({ dniType, dniNumber });
  });

  it.each([
    ['+573001112233', '3001112233'],
    ['+576012345678', '6012345678'],
    ['+14155550123', '14155550123'],
    [null, address.phone],
  ])('with phone %s is called at %s', (phone, contactPhone) => {
    expect(toPerson(payer({ phone }), address)).toMatchObject({ contactPhone });
  });

  it.each([
    ['Jose\u0301 Nu\u0303ez', 'José Nũez'],
    ["D'Áça 🎉", "D'Áça"],
    ['  a\u0000b\r\nc ', 'a b c'],
    ['🎉', 'NA'],
    ['', 'NA'],
    ['\ud800x', 'x'],
    ['ñ'.repeat(200), 'ñ'.repeat(150)],
  ])('named %j is %j', (name, fullName) => {
    expect(toPerson(payer({ name }), address)).toMatchObject({ fullName });
  });

  it('has a name that PayU takes, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const text = plainText(name, 150);
        expect(text.length).toBeLessThanOrEqual(150);
        expect(text).toBe(plainText(text, 150));
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });
});
