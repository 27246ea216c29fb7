import type { IssueRequest } from '@cauce/connector-kit';
import { request, requestOf } from './fixtures/samples.js';
import { toCashBody, toPseBody, type PseForm } from './mercadopago.bodies.js';

const address = {
  zipCode: '11001',
  streetName: 'Carrera 7',
  streetNumber: '71',
  neighborhood: 'Chapinero',
  city: 'Bogotá',
};
const form: PseForm = { payerAddress: address, egressIp: '190.0.0.1' };

const cash = (asked: IssueRequest) => JSON.parse(toCashBody(asked, 'efecty').json);
const pse = (asked: IssueRequest, change: Partial<PseForm> = {}) =>
  JSON.parse(toPseBody(asked, { ...form, ...change }).json);

describe('a voucher as Mercado Pago wants it', () => {
  it('has the documented fields and no others', () => {
    expect(cash(request())).toEqual({
      transaction_amount: 85000,
      description: 'Zapatos de niño',
      payment_method_id: 'efecty',
      external_reference: '1763650123',
      notification_url: 'https://cauce.example/callbacks/efecty.mercadopago/1763650123',
      date_of_expiration: '2026-11-23T23:59:59.000-05:00',
      payer: {
        email: 'ana.munoz@example.com',
        first_name: 'Ana',
        last_name: 'Muñoz Peña',
        identification: { type: 'CC', number: '1020304051' },
      },
    });
  });

  it('writes the amount as an integer without a fraction', () => {
    expect(toCashBody(request(), 'efecty').json).toContain('"transaction_amount":85000,');
  });

  it('needs no document', () => {
    expect(cash(requestOf({ document: null })).payer).toEqual({
      email: 'ana.munoz@example.com',
      first_name: 'Ana',
      last_name: 'Muñoz Peña',
    });
  });

  it('is described by its reference when nothing is left of its description', () => {
    expect(cash(request({ description: ' 🎉 ' })).description).toBe('1763650123');
    expect(cash(request({ description: 'Pin\u0303ata\n🎉 azul' })).description).toBe('Piñata azul');
  });

  it('takes a reference of 48 digits as it is', () => {
    const reference = '9'.repeat(48);
    expect(cash(request({ reference })).external_reference).toBe(reference);
  });

  it.each([
    ['centavos', request({ amount: { minor: 8_500_050n, currency: 'COP' } })],
    ['another currency', request({ amount: { minor: 8_500_000n, currency: 'USD' } })],
    ['no e-mail', requestOf({ email: null })],
    ['a document that fits no field', requestOf({ document: { type: 'CC', number: 'X' } })],
  ])('is refused with %s before anything is sent', (_, refused) => {
    expect(() => toCashBody(refused, 'efecty')).toThrow('invalid_request');
  });
});

describe('a bank transfer as Mercado Pago wants it', () => {
  it('has the documented fields and no others', () => {
    expect(pse(request())).toEqual({
      transaction_amount: 85000,
      description: 'Zapatos de niño',
      payment_method_id: 'pse',
      external_reference: '1763650123',
      notification_url: 'https://cauce.example/callbacks/efecty.mercadopago/1763650123',
      callback_url: 'https://shop.example/back',
      transaction_details: { financial_institution: '1009' },
      additional_info: { ip_address: '190.0.0.1' },
      payer: {
        email: 'ana.munoz@example.com',
        entity_type: 'individual',
        first_name: 'Ana',
        last_name: 'Muñoz Peña',
        identification: { type: 'CC', number: '1020304051' },
        address: {
          zip_code: '11001',
          street_name: 'Carrera 7',
          street_number: '71',
          neighborhood: 'Chapinero',
          city: 'Bogotá',
        },
        phone: { area_code: '300', number: '1112233' },
      },
    });
  });

  it('leaves out an address that is not configured, and phones of other countries', () => {
    const { payer } = pse(requestOf({ phone: '+14155550123' }), { payerAddress: null });
    expect(Object.keys(payer)).toEqual([
      ...['email', 'entity_type', 'first_name', 'last_name', 'identification'],
    ]);
  });

  it('tells companies from people', () => {
    const company = requestOf({
      kind: 'company',
      name: 'Piñatas S.A.S.',
      document: { type: 'NIT', number: '900123456-8' },
    });
    expect(pse(company).payer).toMatchObject({
      entity_type: 'association',
      first_name: 'Piñatas S.A.S.',
      identification: { type: 'NIT', number: '900123456' },
    });
  });

  it('returns the payer to the merchant', () => {
    expect(pse(request()).callback_url).toBe('https://shop.example/back');
  });

  it.each([
    ['no bank', request({ bank: null })],
    ['no place to return to', request({ returnUrl: null })],
    ['no document', requestOf({ document: null })],
    ['no e-mail', requestOf({ email: null })],
    ['centavos', request({ amount: { minor: 8_500_050n, currency: 'COP' } })],
  ])('is refused with %s before anything is sent', (_, refused) => {
    expect(() => toPseBody(refused, form)).toThrow('invalid_request');
  });
});

describe('the values that may not be kept', () => {
  it('are all that name the payer', () => {
    expect(toPseBody(request(), form).personal).toEqual([
      ...['ana.munoz@example.com', 'Ana', 'Muñoz Peña', '1020304051', '1112233'],
    ]);
    expect(toCashBody(requestOf({ document: null }), 'efecty').personal).toEqual([
      ...['ana.munoz@example.com', 'Ana', 'Muñoz Peña'],
    ]);
  });
});
