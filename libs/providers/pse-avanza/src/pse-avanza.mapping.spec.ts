import fc from 'fast-check';
import { writeExactly } from './write-exactly.js';
import { OPTIONS } from './fixtures/pretend-ach.js';
import { REFERENCE, request } from './fixtures/requests.js';
import { toBanks, toCreateFields, toIssued, toTransaction } from './pse-avanza.mapping.js';
import { statusReply, type CreateData, type StatusData } from './pse-avanza.messages.js';

const { account } = OPTIONS;
const NOW = new Date('2026-11-20T15:00:00Z');
const PESO = { minor: 100n, currency: 'COP' as const };
const CENTAVO = { minor: 1n, currency: 'COP' as const };

const fields = (change: Parameters<typeof request>[0] = {}, step = PESO) =>
  toCreateFields(request(change), account, step, NOW);

describe('a payment as PSE wants it', () => {
  it('is this message, field by field, in the order of the SDKs', () => {
    const expected = {
      entityCode: '9012345678',
      financialInstitutionCode: '1007',
      serviceCode: '001',
      transactionValue: 85_000,
      vatValue: 0,
      ticketId: 419_082_275_002_926,
      entityurl: 'https://shop.example/back?order=1%7C2',
      userType: 'person',
      referenceNumber1: REFERENCE,
      referenceNumber2: '',
      referenceNumber3: '',
      soliciteDate: '2026-11-20T10:00:00-05:00',
      paymentDescription: 'Zapatos de niño',
      identificationType: 'CedulaDeCiudadania',
      identificationNumber: '1020304051',
      fullName: 'Ana Muñoz Peña',
      cellphoneNumber: '3001112233',
      address: 'Calle 1 # 2-3',
      email: 'ana.munoz@example.com',
      beneficiaryEntityIdentificationType: 'NIT',
      beneficiaryEntityIdentification: '9012345678',
      beneficiaryEntityName: 'Cauce S.A.S.',
      beneficiaryEntityCIIUCategory: '6499',
      beneficiaryIdentificationType: 'NIT',
      beneficiaryIdentification: '9012345678',
      indicator4per1000: 0,
    };
    const message = JSON.parse(writeExactly(fields())) as object;
    expect(Object.entries(message)).toEqual(Object.entries(expected));
  });

  it('has two decimals in its amount, whatever it is, to the centavo', () => {
    expect(fields()['transactionValue']).toEqual({ number: '85000.00' });
    const minors = fc.bigInt({ min: 1n, max: 10n ** 13n });
    fc.assert(
      fc.property(minors, (minor) => {
        const amount = { minor, currency: 'COP' as const };
        const text = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
        expect(fields({ amount }, CENTAVO)['transactionValue']).toEqual({ number: text });
        const ask = () => fields({ amount });
        if (minor % 100n === 0n) expect(ask).not.toThrow();
        else expect(ask).toThrow('invalid_request');
      }),
    );
  });

  it('carries our reference where the account says, and nowhere else', () => {
    const third = { ...account, referenceField: 'referenceNumber3' as const };
    expect(toCreateFields(request(), third, PESO, NOW)).toMatchObject({
      referenceNumber1: '',
      referenceNumber2: '',
      referenceNumber3: REFERENCE,
    });
  });

  it('is refused without a place to return to, before anything is sent', () => {
    expect(() => fields({ returnUrl: null })).toThrow('invalid_request');
  });

  it('has a description of at most 80 characters, and always one', () => {
    expect(fields({ description: 'x'.repeat(100) })['paymentDescription']).toBe('x'.repeat(80));
    expect(fields({ description: '🎉' })['paymentDescription']).toBe('Pago');
  });

  it.each([
    ['no bank', { bank: null }],
    ['the line that asks to choose a bank', { bank: '0' }],
    ['a bank that is none', { bank: '10"07' }],
    ['another currency', { amount: { minor: 100n, currency: 'USD' as const } }],
  ])('is refused with %s', (_, change) => {
    expect(() => fields(change)).toThrow('invalid_request');
  });
});

const created: CreateData = {
  trazabilityCode: '1466634',
  pseURL: 'https://registro.pse.example/PSENF/StartTransaction?Id=AC37',
  ticketId: null,
  transactionValue: null,
};
const expected = { ticket: 77n, expiresAt: NOW, isPlainAllowed: false };

describe('the answer to a create', () => {
  it('is the page to send the payer to', () => {
    expect(toIssued(created, request(), expected)).toEqual({
      providerTransactionId: '1466634',
      instruction: { kind: 'redirect', url: created.pseURL, expiresAt: NOW },
    });
  });

  it('may repeat ticket and amount, if they are ours', () => {
    const echo = { ...created, ticketId: '77', transactionValue: '85000.0' };
    expect(() => toIssued(echo, request(), expected)).not.toThrow();
  });

  it.each([
    ['another ticket', { ticketId: '78' }, 'wrong_reference'],
    ['another amount', { transactionValue: '85000.01' }, 'wrong_reference'],
    ['an amount that is none', { transactionValue: 'mil' }, 'malformed_reply'],
    ['a page in the clear', { pseURL: 'http://registro.pse.example/' }, 'malformed_reply'],
  ])('is not believed with %s', (_, change, kind) => {
    expect(() => toIssued({ ...created, ...change }, request(), expected)).toThrow(kind);
  });

  it('may name a page in the clear where PSE itself is only pretended', () => {
    const plain = { ...created, pseURL: 'http://127.0.0.1:8090/pse/bank?id=1' };
    const allowed = { ...expected, isPlainAllowed: true };
    expect(toIssued(plain, request(), allowed).instruction).toMatchObject({ url: plain.pseURL });
  });
});

const shown: StatusData = {
  entityCode: '9012345678',
  trazabilityCode: '1466634',
  transactionState: 'OK',
  transactionValue: '85000.00',
  soliciteDate: '2026-11-20T10:00:00-05:00',
  bankProcessDate: '2026-11-20T10:03:07-05:00',
  causeRejection: null,
  referenceNumber1: REFERENCE,
};

describe('a transaction as PSE shows it', () => {
  it('is one of ours', () => {
    expect(toTransaction(shown, account)).toEqual({
      providerTransactionId: '1466634',
      reference: REFERENCE,
      status: 'paid',
      amount: { minor: 8_500_000n, currency: 'COP' },
      occurredAt: new Date('2026-11-20T15:03:07Z'),
    });
  });

  it('was asked for when the bank says no time', () => {
    for (const bankProcessDate of [null, '', '0001-01-01T00:00:00', undefined]) {
      const { occurredAt } = toTransaction({ ...shown, bankProcessDate }, account);
      expect(occurredAt).toEqual(new Date('2026-11-20T15:00:00Z'));
    }
  });

  it('is expired or reversed by its cause', () => {
    const failed = (causeRejection: string) =>
      toTransaction({ ...shown, transactionState: 'FAILED', causeRejection }, account).status;
    expect([failed('00014'), failed('00018'), failed('00011')]).toEqual([
      'expired',
      'reversed',
      'rejected',
    ]);
  });

  it.each([
    ['another entity', { entityCode: '8600030201' }, 'wrong_reference'],
    ['a state that is unknown', { transactionState: 'APPROVED' }, 'malformed_reply'],
    ['an amount that is none', { transactionValue: '8,5' }, 'malformed_reply'],
    ['fractions of a centavo', { transactionValue: '85000.005' }, 'malformed_reply'],
    ['a time that is none', { bankProcessDate: 'ayer' }, 'malformed_reply'],
    ['no time at all', { bankProcessDate: null, soliciteDate: null }, 'malformed_reply'],
  ])('is an error with %s', (_, change, kind) => {
    expect(() => toTransaction({ ...shown, ...change }, account)).toThrow(kind);
  });

  it('has no reference when its field is empty', () => {
    expect(toTransaction({ ...shown, referenceNumber1: null }, account).reference).toBe('');
  });

  it('needs its state, amount and code to be read at all', () => {
    for (const field of ['transactionState', 'transactionValue', 'trazabilityCode'] as const) {
      expect(statusReply.safeParse({ ...shown, [field]: undefined }).success).toBe(false);
      expect(statusReply.safeParse({ ...shown, [field]: '' }).success).toBe(false);
    }
  });
});

describe('the banks', () => {
  const bank = (financialInstitutionCode: string, financialInstitutionName: string) => ({
    financialInstitutionCode,
    financialInstitutionName,
  });

  it('come by name, each once, without the line that asks to choose one', () => {
    const list = [
      bank('0', 'A continuación seleccione su banco'),
      bank('1052', 'ZIRAÁ'),
      bank('1007', ' ÁVILA '),
      bank('1007', 'ÁVILA otra vez'),
      bank('1001', 'BOGOTÁ'),
      bank('', 'sin código'),
      bank('1009', ''),
    ];
    expect(toBanks(list)).toEqual([
      { code: '1007', name: 'ÁVILA' },
      { code: '1001', name: 'BOGOTÁ' },
      { code: '1052', name: 'ZIRAÁ' },
    ]);
  });
});
