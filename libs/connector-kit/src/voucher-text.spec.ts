import { voucherTextOf } from './voucher-text.js';

const instructionText = voucherTextOf('Efecty');

const voucher = {
  code: '29542412552',
  agreement: '110342',
  amount: { minor: 8_500_000n, currency: 'COP' as const },
  expiresAt: new Date('2026-12-06T04:59:59Z'),
};

describe('what the payer reads', () => {
  it('says code, agreement, amount and end in Spanish and in English', () => {
    expect(instructionText(voucher)).toEqual({
      es: 'Acércate a un punto Efecty e indica el convenio 110342 y el código 29542412552. Paga $ 85.000 en efectivo antes del 5 dic 2026, 23:59 (hora de Colombia).',
      en: 'Go to an Efecty counter and give agreement 110342 and code 29542412552. Pay COP 85,000 in cash before 5 Dec 2026, 23:59 (Colombian time).',
    });
  });

  it('names no agreement where there is none', () => {
    const { es, en } = instructionText({ ...voucher, agreement: null });
    expect(es).toContain('Efecty e indica el código 29542412552.');
    expect(en).toContain('counter and give code 29542412552.');
  });

  it('names the network', () => {
    const { es, en } = voucherTextOf('Baloto')(voucher);
    expect(es).toMatch(/^Acércate a un punto Baloto /);
    expect(en).toMatch(/^Go to a Baloto counter /);
  });

  it.each([
    ['2027-01-01T04:59:59Z', '31 dic 2026, 23:59'],
    ['2027-01-01T05:00:00Z', '1 ene 2027, 00:00'],
    ['2026-07-09T17:30:00Z', '9 jul 2026, 12:30'],
  ])('tells %s in the time of Bogota: %s', (at, text) => {
    expect(instructionText({ ...voucher, expiresAt: new Date(at) }).es).toContain(text);
  });
});
