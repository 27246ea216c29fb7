import type { IssueRequest } from '@cauce/connector-kit';
import {
  canonicalReference,
  EPAYCO_STATES,
  fromBogotaTime,
  splitName,
  toBogotaTime,
  toCashBody,
  toTransaction,
} from './epayco.mapping.js';

const account = { publicKey: 'pub', isTest: true, egressIp: '190.0.0.1' };

function request(change: Partial<IssueRequest> = {}): IssueRequest {
  return {
    attemptId: 'att_1',
    reference: '1763650123',
    amount: { minor: 2_000_000n, currency: 'COP' },
    description: 'Piñata',
    payer: {
      kind: 'person',
      name: 'Ana María Muñoz Peña',
      email: 'ana@example.com',
      phone: '+573001112233',
      document: { type: 'CC', number: '1020304051' },
    },
    expiresAt: new Date('2026-12-06T04:59:59Z'),
    returnUrl: null,
    bank: null,
    callbackUrl: 'https://cauce.example/callbacks/efecty.epayco',
    ...change,
  };
}

describe('a payment as ePayco wants it', () => {
  it('carries our reference, whole pesos, the payer and the callback', () => {
    expect(toCashBody(request(), account)).toMatchObject({
      factura: '1763650123',
      valor: '20000',
      moneda: 'COP',
      tipo_doc: 'CC',
      documento: '1020304051',
      nombres: 'Ana María',
      apellidos: 'Muñoz Peña',
      celular: '3001112233',
      fechaexpiracion: '2026-12-05 23:59:59',
      url_confirmacion: 'https://cauce.example/callbacks/efecty.epayco',
      metodoconfirmacion: 'POST',
      test: 'TRUE',
    });
  });

  it('refuses centavos and other currencies before anything is sent', () => {
    const cents = { minor: 2_000_050n, currency: 'COP' as const };
    expect(() => toCashBody(request({ amount: cents }), account)).toThrow('invalid_request');
    const dollars = { minor: 2_000_000n, currency: 'USD' as const };
    expect(() => toCashBody(request({ amount: dollars }), account)).toThrow('invalid_request');
  });

  it('names a NIT without its check digit', () => {
    const payer = { ...request().payer, document: { type: 'NIT' as const, number: '900123456-8' } };
    expect(toCashBody(request({ payer }), account)).toMatchObject({ documento: '900123456' });
  });

  it.each([
    ['Ana', 'Ana', 'NA'],
    ['Ana Muñoz', 'Ana', 'Muñoz'],
    ['Ana María Muñoz', 'Ana', 'María Muñoz'],
    ['  José  🙂 Ñáñez ', 'José', 'Ñáñez'],
    ['🙂', 'NA', 'NA'],
  ])('splits the name %j', (full, names, surnames) => {
    expect(splitName(full)).toEqual({ names, surnames });
  });
});

describe('what ePayco says', () => {
  const data = {
    x_ref_payco: '101645839',
    x_id_invoice: '1763650123',
    x_amount: '20000.00',
    x_currency_code: 'COP',
    x_transaction_id: '1',
    x_transaction_date: '2026-11-20 10:00:00',
    x_cod_transaction_state: '1',
  };

  it('becomes a transaction in our words', () => {
    expect(toTransaction(data)).toEqual({
      providerTransactionId: '101645839',
      reference: '1763650123',
      status: 'paid',
      amount: { minor: 2_000_000n, currency: 'COP' },
      occurredAt: new Date('2026-11-20T15:00:00Z'),
    });
  });

  it('has a word for every state of the table, and an error for any other', () => {
    for (const code of Object.keys(EPAYCO_STATES)) {
      expect(toTransaction({ ...data, x_cod_transaction_state: code }).status).toBe(
        EPAYCO_STATES[code],
      );
    }
    for (const code of ['0', '5', '13', '', 'Aceptada', 'constructor']) {
      expect(() => toTransaction({ ...data, x_cod_transaction_state: code })).toThrow(
        'malformed_reply',
      );
    }
  });

  it('is refused with another currency, amount or time than can be', () => {
    expect(() => toTransaction({ ...data, x_currency_code: 'USD' })).toThrow('malformed_reply');
    expect(() => toTransaction({ ...data, x_amount: '20.000' + ',1' })).toThrow('malformed_reply');
    expect(() => toTransaction({ ...data, x_transaction_date: 'ayer' })).toThrow('malformed_reply');
  });

  it('keeps Bogota time both ways', () => {
    const at = new Date('2026-12-06T04:59:59Z');
    expect(fromBogotaTime(toBogotaTime(at))).toEqual(at);
    expect(fromBogotaTime('2026-12-05')).toEqual(at);
  });

  it.each([
    ['0001763650', '1763650'],
    ['17 63-650', '1763650'],
    ['0', '0'],
  ])('reads the reference %j as %s', (text, expected) => {
    expect(canonicalReference(text)).toBe(expected);
  });
});
