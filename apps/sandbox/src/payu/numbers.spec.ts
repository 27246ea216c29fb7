import { numberIn, orderIdOf, transactionIdOf } from './numbers.js';

describe('numbers of PayU', () => {
  it('have the form of a UUID, another for each', () => {
    const ids = [1, 1_400_449_740, 999_999_999_999].map((id) => transactionIdOf(id));
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-\d{12}$/);
    }
    expect(new Set(ids).size).toBe(3);
    expect(transactionIdOf(1, 'void')).not.toBe(transactionIdOf(1));
  });

  it('are read back, and nothing else is', () => {
    expect(numberIn(transactionIdOf(1_400_449_740))).toBe(1_400_449_740);
    expect(numberIn(transactionIdOf(7, 'void'))).toBeNull();
    expect(numberIn('f3531b6a-3e30-4a8b-8a69-d4a5bd2a3377')).toBeNull();
    expect(numberIn('')).toBeNull();
  });

  it('of an order are those of its voucher', () => {
    expect(orderIdOf({ id: 5, code: '3' })).toBe(3);
    expect(orderIdOf({ id: 5, code: null })).toBe(5);
  });
});
