import fc from 'fast-check';
import { idempotencyKey } from './mercadopago.idempotency.js';

const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const reference = fc.stringMatching(/^[1-9]\d{0,47}$/);

describe('an idempotency key', () => {
  it('is made of the operation and its subject alone, the same in every version of this code', () => {
    expect(idempotencyKey('create', 'efecty', '1763650123')).toBe(
      '23de88a8-baa2-8bd9-8c8d-0d077f87a16a',
    );
    expect(idempotencyKey('cancel', 'efecty', '5466310457')).toBe(
      '6c384c51-f69f-8e8c-a408-8ec32d651f0d',
    );
  });

  it('is a UUID, and another one for another operation, method or reference', () => {
    fc.assert(
      fc.property(reference, reference, (one, other) => {
        const key = idempotencyKey('create', 'efecty', one);
        expect(key).toMatch(UUID_8);
        expect(idempotencyKey('create', 'efecty', one)).toBe(key);
        expect(idempotencyKey('create', 'pse', one)).not.toBe(key);
        expect(idempotencyKey('cancel', 'efecty', one)).not.toBe(key);
        if (one !== other) expect(idempotencyKey('create', 'efecty', other)).not.toBe(key);
      }),
    );
  });
});
