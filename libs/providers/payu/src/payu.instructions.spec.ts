import { toRedirect, toVoucher, type VoucherOptions } from './payu.instructions.js';

const amount = { minor: 6_500_000n, currency: 'COP' as const };

/** Extra parameters of the documented answer to a cash submit. */
const extra = {
  EXPIRATION_DATE: '1624568315804',
  REFERENCE: '1400449740',
  URL_PAYMENT_RECEIPT_PDF: 'https://payu.example/receipt?vid=1',
  URL_PAYMENT_RECEIPT_HTML: 'https://payu.example/app/v2?vid=1',
};
const payable = { orderId: '1400449740', operationDate: null, expirationDate: null, extra };

const options: VoucherOptions = {
  agreement: '110528',
  textOf: (voucher) => ({
    es: JSON.stringify(voucher, (_, v) => v?.minor?.toString() ?? v),
    en: '',
  }),
};

describe('a voucher of PayU', () => {
  it('has the reference for its code, the agreement of the route and PayU’s end', () => {
    expect(toVoucher(payable, amount, options)).toMatchObject({
      kind: 'voucher',
      code: '1400449740',
      agreement: '110528',
      barcode: null,
      expiresAt: new Date('2021-06-24T20:58:35.804Z'),
    });
  });

  it('tells the text where the receipt is and what banks ask for', () => {
    const codes = { BANCO_BOGOTA_SERVICE_CODE: '3213', BANCOLOMBIA_SERVICE_CODE: '10008' };
    const voucher = toVoucher({ ...payable, extra: { ...extra, ...codes } }, amount, options);
    expect(JSON.parse(voucher.kind === 'voucher' ? voucher.text.es : '')).toEqual({
      code: '1400449740',
      agreement: '110528',
      amount: '6500000',
      expiresAt: '2021-06-24T20:58:35.804Z',
      bankCodes: [
        { bank: 'Banco de Bogotá', code: '3213' },
        { bank: 'Bancolombia', code: '10008' },
      ],
      receiptUrl: 'https://payu.example/app/v2?vid=1',
    });
  });

  it('ends when the transaction does, where the extra parameters do not say', () => {
    const { EXPIRATION_DATE: _, ...without } = extra;
    const other = { ...payable, extra: without, expirationDate: '2021-06-30T23:59:59' };
    expect(toVoucher(other, amount, options).expiresAt).toEqual(new Date('2021-07-01T04:59:59Z'));
  });

  it('is no voucher without a code or an end', () => {
    for (const change of [{ REFERENCE: ' ' }, { EXPIRATION_DATE: null }, { REFERENCE: 7 }]) {
      const broken = { ...payable, extra: { ...extra, ...change } };
      expect(() => toVoucher(broken, amount, options)).toThrow('malformed_reply');
    }
  });

  it('is not believed when it is that of another order', () => {
    const other = { ...payable, extra: { ...extra, REFERENCE: '1400449741' } };
    expect(() => toVoucher(other, amount, options)).toThrow('wrong_reference');
  });
});

describe('the page of a bank', () => {
  const rule = { minimumMs: 60_000, maximumMs: 600_000, defaultMs: 300_000 };
  const now = new Date('2026-11-23T15:00:00Z');
  const page = {
    ...payable,
    operationDate: String(now.getTime() - 5_000),
    extra: { BANK_URL: 'https://payu.example/pse-caller?enc=aHR0cHM6' },
  };

  it.each([
    ['2026-11-23T15:05:00Z', '2026-11-23T15:05:00.000Z'],
    ['2026-11-24T15:05:00Z', '2026-11-23T15:09:55.000Z'],
    ['2026-11-23T15:00:01Z', '2026-11-23T15:00:55.000Z'],
  ])('that should end at %s ends at %s, counted from when PayU made it', (wish, end) => {
    expect(toRedirect(page, new Date(wish), rule, now)).toEqual({
      kind: 'redirect',
      url: page.extra.BANK_URL,
      expiresAt: new Date(end),
    });
  });

  it('is counted from now where PayU gives no date', () => {
    const undated = { ...page, operationDate: null };
    const { expiresAt } = toRedirect(undated, new Date('2026-12-01'), rule, now);
    expect(expiresAt.getTime() - now.getTime()).toBe(rule.maximumMs);
  });

  it.each([null, '', 'pse-caller', 'javascript:alert(1)', 'file:///etc/passwd'])(
    'is none at %j',
    (BANK_URL) => {
      const broken = { ...page, extra: { BANK_URL } };
      expect(() => toRedirect(broken, now, rule, now)).toThrow('malformed_reply');
    },
  );
});
