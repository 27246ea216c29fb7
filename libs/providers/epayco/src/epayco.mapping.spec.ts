import type { IssueRequest } from '@cauce/connector-kit';
import fc from 'fast-check';
import {
  canonicalReference,
  isOurs,
  toCashBody,
  toIssued,
  toTransaction,
} from './epayco.mapping.js';
import { splitName } from './epayco.payer.js';
import { EPAYCO_STATES } from './epayco.states.js';

const account = { publicKey: 'pub', customerId: '12345', isTest: true, egressIp: '190.0.0.1' };

function request(change: Partial<IssueRequest> = {}): IssueRequest {
  return {
    attemptId: 'att_1',
    reference: '1763650123',
    amount: { minor: 2_000_000n, currency: 'COP' },
    description: 'Piñata  🎉 azul',
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

const payer = (change: Partial<IssueRequest['payer']>) =>
  request({ payer: { ...request().payer, ...change } });

describe('a payment as ePayco wants it', () => {
  it('is the captured body of the SDK, field by field and in its order', () => {
    expect(Object.entries(toCashBody(request(), account))).toEqual([
      ['factura', '1763650123'],
      ['descripcion', 'Piñata azul'],
      ['valor', '20000'],
      ['iva', '0'],
      ['baseiva', '0'],
      ['moneda', 'COP'],
      ['tipo_persona', '0'],
      ['tipo_doc', 'CC'],
      ['documento', '1020304051'],
      ['nombres', 'Ana María'],
      ['apellidos', 'Muñoz Peña'],
      ['email', 'ana@example.com'],
      ['celular', '3001112233'],
      ['fechaexpiracion', '2026-12-05 23:59:59'],
      ['ip', '190.0.0.1'],
      ['url_respuesta', 'https://cauce.example/callbacks/efecty.epayco'],
      ['url_confirmacion', 'https://cauce.example/callbacks/efecty.epayco'],
      ['metodoconfirmacion', 'POST'],
      ['extras_epayco', { extra5: 'P44' }],
      ['test', 'TRUE'],
      ['public_key', 'pub'],
      ['i', 'MDAwMDAwMDAwMDAwMDAwMA=='],
      ['enpruebas', 'TRUE'],
      ['lenguaje', 'javascript'],
      ['p', ''],
    ]);
  });

  it('is live only in an account that is live', () => {
    const live = toCashBody(request(), { ...account, isTest: false });
    expect(live).toMatchObject({ test: 'FALSE', enpruebas: 'FALSE' });
  });

  it.each([
    ['centavos', request({ amount: { minor: 2_000_050n, currency: 'COP' } })],
    ['another currency', request({ amount: { minor: 2_000_000n, currency: 'USD' } })],
    ['no document', payer({ document: null })],
    ['no e-mail', payer({ email: null })],
  ])('is refused with %s before anything is sent', (_, refused) => {
    expect(() => toCashBody(refused, account)).toThrow('invalid_request');
  });

  it('takes any whole number of pesos and no other amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), (minor) => {
        const ask = () => toCashBody(request({ amount: { minor, currency: 'COP' } }), account);
        if (minor % 100n === 0n) expect(ask()['valor']).toBe(String(minor / 100n));
        else expect(ask).toThrow('invalid_request');
      }),
    );
  });

  it.each([
    ['CC', '1020304051', '1020304051'],
    ['NIT', '900123456-8', '900123456'],
    ['NIT', '9001234568', '900123456'],
    ['PPN', 'AB123456', 'AB123456'],
  ] as const)('names the document %s %s as %s', (type, number, documento) => {
    const body = toCashBody(payer({ document: { type, number } }), account);
    expect(body).toMatchObject({ tipo_doc: type, documento });
  });

  it.each([
    ['+573001112233', '3001112233'],
    ['+576012345678', '6012345678'],
    ['+14155550123', '14155550123'],
    [null, ''],
  ])('names the phone %s as %j', (phone, celular) => {
    expect(toCashBody(payer({ phone }), account)['celular']).toBe(celular);
  });

  it('gives a company one name', () => {
    const body = toCashBody(payer({ kind: 'company', name: 'Piñatas & Ñandú S.A.S.' }), account);
    expect(body).toMatchObject({
      tipo_persona: '1',
      nombres: 'Piñatas & Ñandú S.A.S.',
      apellidos: 'NA',
    });
  });

  it.each([
    ['Ana', 'Ana', 'NA'],
    ['Ana Muñoz', 'Ana', 'Muñoz'],
    ['Ana María Muñoz', 'Ana', 'María Muñoz'],
    ['Jose\u0301 Muñoz', 'José', 'Muñoz'],
    ['  José  🙂 Ñáñez ', 'José', 'Ñáñez'],
    ['🙂', 'NA', 'NA'],
  ])('splits the name %j', (full, names, surnames) => {
    expect(splitName(full)).toEqual({ names, surnames });
  });

  it('loses no word of a name', () => {
    const words = fc.array(fc.stringMatching(/^[A-Za-zÁÉÍÓÚÑáéíóúñ]{1,12}$/), { minLength: 2 });
    fc.assert(
      fc.property(words, (list) => {
        const { names, surnames } = splitName(list.join(' '));
        expect(`${names} ${surnames}`).toBe(list.map((word) => word.normalize('NFC')).join(' '));
      }),
    );
  });
});

describe('the voucher that ePayco answers', () => {
  const data = {
    ref_payco: '101645839',
    factura: '1763650123',
    valor: '20000',
    moneda: 'COP',
    cod_respuesta: '3',
    pin: '29542412552',
    codigoproyecto: '110342',
    fechaexpiracion: '2026-12-05 20:00:00',
  };
  const textOf = () => ({ es: 'es', en: 'en' });

  it('has the code, the agreement and the end that the provider chose', () => {
    expect(toIssued(data, request(), textOf)).toEqual({
      providerTransactionId: '101645839',
      instruction: {
        kind: 'voucher',
        code: '29542412552',
        agreement: '110342',
        barcode: null,
        expiresAt: new Date('2026-12-06T01:00:00Z'),
        text: { es: 'es', en: 'en' },
      },
    });
  });

  it('tells the payer what is due and until when', () => {
    const seen: unknown[] = [];
    toIssued(data, request(), (voucher) => {
      seen.push(voucher);
      return textOf();
    });
    expect(seen).toEqual([
      expect.objectContaining({ code: '29542412552', amount: request().amount }),
    ]);
  });

  it.each([
    ['another factura', { factura: '1763650124' }, 'wrong_reference'],
    ['another amount', { valor: '20001' }, 'wrong_reference'],
    ['an amount with centavos', { valor: '20000.01' }, 'wrong_reference'],
    ['another currency', { moneda: 'USD' }, 'malformed_reply'],
    ['a state of no table', { cod_respuesta: '5' }, 'malformed_reply'],
    ['a state that ends it', { cod_respuesta: '2' }, 'provider_rejected'],
    ['no end', { fechaexpiracion: '' }, 'malformed_reply'],
  ])('is not believed with %s', (_, change, kind) => {
    expect(() => toIssued({ ...data, ...change }, request(), textOf)).toThrow(kind);
  });

  it.each(['20000', '20000.00', '20000.0'])('may write the amount as %s', (valor) => {
    expect(toIssued({ ...data, valor }, request(), textOf).providerTransactionId).toBe('101645839');
  });

  it('may be in any state that is no refusal: a repeated create is answered with what it is by now', () => {
    for (const cod_respuesta of ['1', '3', '6', '7', '8', '9', '10', '11']) {
      expect(() => toIssued({ ...data, cod_respuesta }, request(), textOf)).not.toThrow();
    }
  });
});

describe('the status that ePayco answers', () => {
  const data = {
    x_cust_id_cliente: '12345',
    x_ref_payco: '101645839',
    x_id_invoice: '0001763650123',
    x_amount: '20000.00',
    x_currency_code: 'COP',
    x_transaction_date: '2026-11-20 10:00:00',
    x_cod_transaction_state: '1',
    x_test_request: 'TRUE',
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

  it.each([
    ['1', 'paid'],
    ['2', 'rejected'],
    ['3', 'pending'],
    ['4', 'rejected'],
    ['6', 'reversed'],
    ['7', 'pending'],
    ['8', 'pending'],
    ['9', 'expired'],
    ['10', 'cancelled'],
    ['11', 'cancelled'],
    ['12', 'rejected'],
  ])('has the word for state %s: %s', (code, status) => {
    expect(toTransaction({ ...data, x_cod_transaction_state: code }).status).toBe(status);
  });

  it('has no state that this test does not know', () => {
    expect(Object.keys(EPAYCO_STATES)).toHaveLength(11);
  });

  it.each(['0', '5', '13', '', '01', 'Aceptada', 'constructor', '__proto__'])(
    'is an error with the state %j, never a default',
    (code) => {
      expect(() => toTransaction({ ...data, x_cod_transaction_state: code })).toThrow(
        'malformed_reply',
      );
    },
  );

  it.each([
    ['another currency', { x_currency_code: 'USD' }],
    ['an amount that is no decimal', { x_amount: '20.000,1' }],
    ['less than a centavo', { x_amount: '20000.001' }],
    ['no time', { x_transaction_date: 'ayer' }],
  ])('is an error with %s', (_, change) => {
    expect(() => toTransaction({ ...data, ...change })).toThrow('malformed_reply');
  });

  it('counts only for transactions of this account and of its kind', () => {
    expect(isOurs(data, account)).toBe(true);
    expect(isOurs({ ...data, x_cust_id_cliente: '54321' }, account)).toBe(false);
    expect(isOurs(data, { ...account, isTest: false })).toBe(false);
    expect(isOurs({ ...data, x_test_request: 'FALSE' }, account)).toBe(false);
  });

  it.each([
    ['0001763650', '1763650'],
    ['17 63-650', '1763650'],
    ['0', '0'],
    ['000', '0'],
    ['', ''],
  ])('reads the reference %j as %j', (text, expected) => {
    expect(canonicalReference(text)).toBe(expected);
  });
});
