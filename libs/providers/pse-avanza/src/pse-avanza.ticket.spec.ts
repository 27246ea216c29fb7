import fc from 'fast-check';
import { canonicalReference, ticketOf } from './pse-avanza.ticket.js';

const reference = fc.bigInt({ min: 1n, max: 10n ** 48n - 1n }).map(String);

describe('a ticket', () => {
  it('is the same for the same reference, always', () => {
    expect(ticketOf('1763650123', 15)).toBe(ticketOf('1763650123', 15));
    expect(String(ticketOf('1763650123', 15))).toMatch(/^[1-9]\d{0,14}$/);
  });

  it('has no more digits than the service takes, and is never nothing', () => {
    fc.assert(
      fc.property(reference, fc.integer({ min: 1, max: 18 }), (text, digits) => {
        const ticket = ticketOf(text, digits);
        expect(ticket >= 1n && ticket < 10n ** BigInt(digits)).toBe(true);
      }),
    );
  });

  it('is another one for another reference', () => {
    const tickets = Array.from({ length: 2_000 }, (_, index) => ticketOf(`9${index}`, 15));
    expect(new Set(tickets).size).toBe(2_000);
  });
});

describe('a reference that comes back', () => {
  it.each(['1763650123', '001763650123', ' 1763-650 123 '])('is ours as %j', (text) => {
    expect(canonicalReference(text)).toBe('1763650123');
  });

  it('stays what it is when it is canonical', () => {
    fc.assert(
      fc.property(reference, (text) => {
        expect(canonicalReference(text)).toBe(text);
      }),
    );
  });
});
