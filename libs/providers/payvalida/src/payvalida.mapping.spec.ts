import type { IssueRequest } from '@cauce/connector-kit';
import fc from 'fast-check';
import { answers, from, request } from './fixtures/requests.js';
import { orderChecksum } from './payvalida.checksums.js';
import {
  canonicalReference,
  checkoutUrl,
  toOrderBody,
  toRegistered,
  toRegisteredBefore,
  toTransaction,
} from './payvalida.mapping.js';
import { orderReply, registerReply } from './payvalida.messages.js';
import { PAYVALIDA_STATES } from './payvalida.states.js';

const terms = {
  merchant: 'kuanto',
  fixedHash: 'FIXEDHASH',
  method: 'efecty',
  expiresOn: '2026-11-23',
};
const bodyOf = (one: IssueRequest) => toOrderBody(one, terms);
const END = new Date('2026-11-24T04:59:59Z');

const registered = (change: Record<string, unknown> = {}) =>
  registerReply.parse({ DATA: { ...answers.registered.DATA, ...change } }).DATA;
const order = (change: Record<string, unknown> = {}) =>
  orderReply.parse({ DATA: { ...answers.order.DATA, ...change } }).DATA;

describe('a payment as Payvalida wants it', () => {
  it('is the documented body, field by field', () => {
    const { checksum, ...body } = bodyOf(request());
    expect(body).toEqual({
      country: 343,
      email: 'ana@example.com',
      merchant: 'kuanto',
      order: '1763650123',
      money: 'COP',
      amount: '45000',
      description: 'Pinata azul',
      language: 'es',
      recurrent: false,
      expiration: '23/11/2026',
      method: 'efecty',
      iva: '0',
      user_di: '1020304051',
      user_type_di: 'CC',
      user_name: 'Ana María Muñoz Peña',
    });
    const signed = { email: 'ana@example.com', country: '343', order: '1763650123', money: 'COP' };
    expect(checksum).toBe(orderChecksum({ ...signed, amount: '45000' }, 'FIXEDHASH'));
  });

  it.each([
    ['centavos', request({ amount: { minor: 4_500_050n, currency: 'COP' } })],
    ['nothing, which would take any amount', request({ amount: { minor: 0n, currency: 'COP' } })],
    ['less than nothing', request({ amount: { minor: -100n, currency: 'COP' } })],
    ['another currency', request({ amount: { minor: 4_500_000n, currency: 'USD' } })],
    ['no e-mail', from({ email: null })],
    ['an e-mail that is too long', from({ email: `${'a'.repeat(89)}@example.com` })],
  ])('is refused with %s before anything is sent', (_, refused) => {
    expect(() => bodyOf(refused)).toThrow('invalid_request');
  });

  it('takes any whole number of pesos and no other amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), (minor) => {
        const ask = () => bodyOf(request({ amount: { minor, currency: 'COP' } }));
        if (minor % 100n === 0n) expect(ask()['amount']).toBe(String(minor / 100n));
        else expect(ask).toThrow('invalid_request');
      }),
    );
  });

  it.each([
    ['CC', '1.020.304.051', '1020304051'],
    ['NIT', '900123456-8', '900123456'],
    ['NIT', '9001234568', '900123456'],
    ['PPN', 'AB123456', 'AB123456'],
  ] as const)('names the document %s %s as %s', (type, number, user_di) => {
    const body = bodyOf(from({ document: { type, number } }));
    expect(body).toMatchObject({ user_di, user_type_di: type });
  });

  it.each([null, { type: 'PPN', number: 'X'.repeat(16) } as const])(
    'goes without the document %j',
    (document) => {
      expect(Object.keys(bodyOf(from({ document })))).not.toContain('user_di');
    },
  );

  it('cuts what is too long, and always has a description', () => {
    const long = {
      description: 'ñ'.repeat(300),
      payer: { ...from({ name: 'x'.repeat(100) }).payer },
    };
    expect(bodyOf(request(long))).toMatchObject({
      description: 'n'.repeat(250),
      user_name: 'x'.repeat(25),
    });
    expect(bodyOf(request({ description: '🎉' }))['description']).toBe('Pago 1763650123');
  });
});

describe('the order that Payvalida registered', () => {
  it('has the payment number and ends with the day that was asked for', () => {
    expect(toRegistered(registered(), request(), '2026-11-23')).toEqual({
      code: '989898101',
      checkout: answers.registered.DATA.checkout,
      expiresAt: END,
    });
  });

  it.each([
    ['another order', { OrdenID: '1763650124' }, 'wrong_reference'],
    ['another amount', { Monto: '45001.0' }, 'wrong_reference'],
    ['an amount with centavos', { Monto: '45000.01' }, 'wrong_reference'],
    ['an amount for people', { Monto: '45.000,0' }, 'malformed_reply'],
  ])('is not believed with %s', (_, change, kind) => {
    expect(() => toRegistered(registered(change), request(), '2026-11-23')).toThrow(kind);
  });

  it.each([
    { Operacion: 'RECHAZADA' },
    { Operacion: undefined },
    { Referencia: '' },
    { OrdenID: null },
  ])('is no answer with %j', (change) => {
    expect(() => registered(change)).toThrow();
  });
});

describe('an order that was there already', () => {
  const before = (change: Record<string, unknown> = {}, day = '2026-11-23') =>
    toRegisteredBefore(order(change), request(), day);

  it('is the same as when it was registered', () => {
    expect(before()).toEqual(toRegistered(registered(), request(), '2026-11-23'));
  });

  it('ends when it says, where that is earlier than what would be asked for now', () => {
    expect(before({}, '2026-11-30').expiresAt).toEqual(END);
    expect(before({ LIFE_TIME: '999h' }).expiresAt).toEqual(END);
    expect(before({ LIFE_TIME: null, CREATION_DATE: null }).expiresAt).toEqual(END);
  });

  it.each([
    ['of another amount', { AMOUNT: '45001.00' }],
    ['that was paid', { STATE: 'APROBADA' }],
    ['that ran out', { STATE: 'VENCIDA' }],
    ['that was deleted', { STATE: 'CANCELADA' }],
  ])('is a duplicate when it is one %s', (_, change) => {
    expect(() => before(change)).toThrow('duplicate_reference');
  });
});

describe('the status that Payvalida answers', () => {
  it('becomes a transaction in our words, named by our number', () => {
    expect(toTransaction(order({ STATE: 'APROBADA', UDPATE_DATE: '2026-11-21 09:30:00' }))).toEqual(
      {
        providerTransactionId: '1763650123',
        reference: '1763650123',
        status: 'paid',
        amount: { minor: 4_500_000n, currency: 'COP' },
        occurredAt: new Date('2026-11-21T14:30:00Z'),
      },
    );
  });

  it.each([
    ['44999.0', 4_499_900n],
    ['45001.0', 4_500_100n],
  ])('states the amount %s as it came', (AMOUNT, minor) => {
    const { amount, status } = toTransaction(order({ STATE: 'APROBADA', AMOUNT }));
    expect([amount.minor, status]).toEqual([minor, 'paid']);
  });

  it.each([
    ['PENDIENTE', 'pending'],
    ['APROBADA', 'paid'],
    ['VENCIDA', 'expired'],
    ['CANCELADA', 'cancelled'],
    ['ANULADA', 'reversed'],
  ])('has the word for %s: %s', (STATE, status) => {
    expect(toTransaction(order({ STATE })).status).toBe(status);
  });

  it('has no state that this test does not know', () => {
    expect(Object.keys(PAYVALIDA_STATES)).toHaveLength(5);
  });

  it.each(['', 'aprobada', 'RECHAZADA', 'OK', 'constructor', '__proto__'])(
    'is an error with the state %j, never a default',
    (STATE) => {
      expect(() => toTransaction(order({ STATE }))).toThrow('malformed_reply');
    },
  );

  it.each([
    ['another currency', { CURRENCY: 'USD' }],
    ['an amount that is no decimal', { AMOUNT: '45,000.00' }],
    ['less than a centavo', { AMOUNT: '45000.001' }],
    ['no time at all', { UDPATE_DATE: null, CREATION_DATE: '' }],
  ])('is an error with %s', (_, change) => {
    expect(() => toTransaction(order(change))).toThrow('malformed_reply');
  });

  it('happened when the order was made, where it was never changed', () => {
    const { occurredAt } = toTransaction(order({ UDPATE_DATE: null }));
    expect(occurredAt).toEqual(new Date('2026-11-20T15:00:00Z'));
  });

  it.each([
    ['0001763650', '1763650'],
    ['17 63-650', '1763650'],
    ['000', '0'],
    ['', ''],
  ])('reads the reference %j as %j', (text, expected) => {
    expect(canonicalReference(text)).toBe(expected);
  });
});

describe('the page that the payer is sent to', () => {
  it.each([
    ['checkout.payvalida.com/?token=a.b', 'https://checkout.payvalida.com/?token=a.b'],
    ['sandbox-checkout.payvalida.com?token=a', 'https://sandbox-checkout.payvalida.com/?token=a'],
    ['https://checkout.payvalida.com/?token=a', 'https://checkout.payvalida.com/?token=a'],
  ])('of %j is %j', (checkout, url) => {
    expect(checkoutUrl(checkout, 'https://api.payvalida.com')).toBe(url);
  });

  it('is as safe as Payvalida itself, and is a page', () => {
    expect(checkoutUrl('127.0.0.1:9/?token=a', 'http://127.0.0.1:9')).toBe(
      'http://127.0.0.1:9/?token=a',
    );
    for (const bad of ['', 'http://a.co', 'javascript:alert(1)', 'ftp://a.co', 'user@a.co', ' ']) {
      expect(() => checkoutUrl(bad, 'https://api.payvalida.com')).toThrow('malformed_reply');
    }
  });
});
