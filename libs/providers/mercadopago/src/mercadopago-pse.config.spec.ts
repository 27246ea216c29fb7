import { z } from 'zod';
import { mercadopagoPseOptions, mercadopagoPseVariables } from './mercadopago-pse.config.js';
import { mercadopagoVariables } from './mercadopago.config.js';

const schema = z.object({ ...mercadopagoVariables, ...mercadopagoPseVariables });
const account = {
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-1',
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'secret',
};

describe('configuration of transfers over Mercado Pago', () => {
  it('is nothing without an account', () => {
    expect(mercadopagoPseOptions(schema.parse({}))).toBeNull();
  });

  it('lets a transfer live as long as Mercado Pago does, whatever is wished', () => {
    expect(mercadopagoPseOptions(schema.parse(account))).toMatchObject({
      expiry: { minimumMs: 900_000, maximumMs: 900_000, defaultMs: 900_000 },
      payerAddress: null,
      egressIp: '127.0.0.1',
    });
  });

  it('reads an address of five parts', () => {
    const address = '11001 | Calle 72 | 10-07 | Chapinero | Bogotá';
    const variables = schema.parse({ ...account, CAUCE_MERCADOPAGO_PAYER_ADDRESS: address });
    expect(mercadopagoPseOptions(variables)?.payerAddress).toEqual({
      zipCode: '11001',
      streetName: 'Calle 72',
      streetNumber: '10-07',
      neighborhood: 'Chapinero',
      city: 'Bogotá',
    });
  });

  it.each([
    'Calle 72',
    '110010|Calle 72|10-07|Chapinero|Bogotá',
    '11001|Calle 72|10-07|Chapinero|',
  ])('refuses %j, which does not fit', (address) => {
    expect(() => schema.parse({ ...account, CAUCE_MERCADOPAGO_PAYER_ADDRESS: address })).toThrow(
      /CAUCE_MERCADOPAGO_PAYER_ADDRESS/,
    );
  });
});
