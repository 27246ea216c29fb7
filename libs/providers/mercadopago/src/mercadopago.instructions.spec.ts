import { payment, PENDING_TICKET, PENDING_TRANSFER, request } from './fixtures/samples.js';
import { checkIssued, toRedirect, toVoucher } from './mercadopago.instructions.js';

const scope = { method: 'efecty', collectorId: '1148920820', isLive: true };
const form = { agreement: '110757', textOf: () => ({ es: 'es', en: 'en' }) };
const { transaction_details: details } = PENDING_TICKET;
const LIFE_MS = 15 * 60_000;

const withDetails = (change: object) => payment({ transaction_details: { ...details, ...change } });

describe('what a create must answer', () => {
  it('is a payment of ours, with our reference, amount and method', () => {
    expect(() => checkIssued(payment(), request(), scope)).not.toThrow();
    expect(() =>
      checkIssued(payment({ transaction_amount: '85000.00' }), request(), scope),
    ).not.toThrow();
  });

  it.each([
    ['another reference', { external_reference: '1763650124' }, 'wrong_reference'],
    ['no reference', { external_reference: null }, 'wrong_reference'],
    ['another amount', { transaction_amount: 85001 }, 'wrong_reference'],
    ['an amount with centavos', { transaction_amount: 85000.01 }, 'wrong_reference'],
    ['another currency', { currency_id: 'ARS' }, 'malformed_reply'],
    ['another method', { payment_method_id: 'pse' }, 'malformed_reply'],
    ['another account', { collector_id: 1 }, 'malformed_reply'],
    ['a test payment', { live_mode: false }, 'malformed_reply'],
    ['a state of no table', { status: 'processed' }, 'malformed_reply'],
  ])('is not believed with %s: it may have been executed', (_, change, kind) => {
    const check = () => checkIssued(payment(change), request(), scope);
    expect(check).toThrow(kind);
    expect(check).toThrow(
      expect.objectContaining({ meaning: expect.objectContaining({ outcome: 'unknown' }) }),
    );
  });

  it.each([
    ['bank_error', 'provider_rejected'],
    [null, 'provider_rejected'],
    ['rejected_high_risk', 'payer_rejected'],
  ])('was refused for certain when it is rejected with %s', (status_detail, kind) => {
    const rejected = payment({ status: 'rejected', status_detail });
    expect(() => checkIssued(rejected, request(), scope)).toThrow(kind);
  });

  it.each(['pending', 'in_process', 'approved', 'refunded', 'cancelled'])(
    'may be %s: a repeated create is answered with what it is by now',
    (status) => {
      expect(() => checkIssued(payment({ status }), request(), scope)).not.toThrow();
    },
  );
});

describe('a voucher', () => {
  it('has the code for the cashier, the bar code and the end that Mercado Pago chose', () => {
    expect(toVoucher(payment(), request(), form)).toEqual({
      providerTransactionId: '5466310457',
      instruction: {
        kind: 'voucher',
        code: '24308386',
        agreement: '110757',
        barcode: '011075700024308386',
        expiresAt: new Date('2026-11-24T04:59:59Z'),
        text: { es: 'es', en: 'en' },
      },
    });
  });

  it('tells the payer what is due, to whom and until when', () => {
    const seen: unknown[] = [];
    const textOf = (voucher: unknown) => {
      seen.push(voucher);
      return { es: '', en: '' };
    };
    toVoucher(payment(), request(), { agreement: null, textOf });
    expect(seen).toEqual([
      {
        code: '24308386',
        agreement: null,
        amount: request().amount,
        expiresAt: new Date('2026-11-24T04:59:59Z'),
      },
    ]);
  });

  it('ends when we asked for where the answer names no end', () => {
    const { instruction } = toVoucher(payment({ date_of_expiration: null }), request(), form);
    expect(instruction.expiresAt).toEqual(request().expiresAt);
  });

  it('finds its code and bar code wherever they stand', () => {
    const elsewhere = payment({
      barcode: null,
      transaction_details: {
        verification_code: 24308386,
        barcode: { content: '99' },
      },
    });
    expect(toVoucher(elsewhere, request(), form).instruction).toMatchObject({
      code: '24308386',
      barcode: '99',
    });
    const none = payment({ barcode: undefined });
    expect(toVoucher(none, request(), form).instruction).toMatchObject({ barcode: null });
  });

  it('without a code is no voucher', () => {
    const empty = withDetails({ payment_method_reference_id: '', verification_code: null });
    expect(() => toVoucher(empty, request(), form)).toThrow('malformed_reply');
  });
});

describe('a bank transfer', () => {
  const transfer = (change: object = {}) => payment(change, PENDING_TRANSFER);

  it('is a page, which Mercado Pago keeps open for its own time', () => {
    expect(toRedirect(transfer(), LIFE_MS)).toEqual({
      providerTransactionId: '1312147735',
      instruction: {
        kind: 'redirect',
        url: PENDING_TRANSFER.transaction_details.external_resource_url,
        expiresAt: new Date('2026-11-20T15:15:00Z'),
      },
    });
  });

  it('ends when the answer says so', () => {
    const answered = transfer({ date_of_expiration: '2026-11-20T11:20:00.000-04:00' });
    expect(toRedirect(answered, LIFE_MS).instruction.expiresAt).toEqual(
      new Date('2026-11-20T15:20:00Z'),
    );
  });

  it.each([null, '', 'no url', 'javascript:alert(1)', 'ftp://bank.example/'])(
    'is none with the page %j',
    (external_resource_url) => {
      const broken = transfer({ transaction_details: { external_resource_url } });
      expect(() => toRedirect(broken, LIFE_MS)).toThrow('malformed_reply');
    },
  );
});
