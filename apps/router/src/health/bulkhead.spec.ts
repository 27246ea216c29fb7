import fc from 'fast-check';
import { Bulkhead } from './bulkhead.js';

const start = new Date('2026-11-24T15:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);

describe('a bulkhead', () => {
  it('refuses the call that would be one too many, and takes it when a place is free', () => {
    const bulkhead = new Bulkhead(2);
    expect(bulkhead.enter('efecty.epayco', 'a', start, after(1_000))).toBe(true);
    expect(bulkhead.enter('efecty.epayco', 'b', start, after(1_000))).toBe(true);
    expect(bulkhead.enter('efecty.epayco', 'c', start, after(1_000))).toBe(false);
    bulkhead.leave('efecty.epayco', 'a');
    expect(bulkhead.enter('efecty.epayco', 'c', start, after(1_000))).toBe(true);
  });

  it('keeps the places of one route from those of another', () => {
    const bulkhead = new Bulkhead(1);
    bulkhead.enter('efecty.epayco', 'a', start, after(30_000));
    expect(bulkhead.enter('efecty.epayco', 'b', start, after(30_000))).toBe(false);
    expect(bulkhead.enter('baloto.epayco', 'b', start, after(30_000))).toBe(true);
  });

  it('gives back the place of a call that was never heard of again', () => {
    const bulkhead = new Bulkhead(1);
    bulkhead.enter('efecty.epayco', 'a', start, after(8_000));
    expect(bulkhead.enter('efecty.epayco', 'b', after(7_999), after(9_000))).toBe(false);
    expect(bulkhead.enter('efecty.epayco', 'b', after(8_000), after(9_000))).toBe(true);
  });

  it('gives one call one place, however often it asks', () => {
    const bulkhead = new Bulkhead(1);
    bulkhead.enter('efecty.epayco', 'a', start, after(8_000));
    expect(bulkhead.enter('efecty.epayco', 'a', start, after(8_000))).toBe(true);
    expect(bulkhead.inFlight('efecty.epayco', start)).toBe(1);
  });

  it('never holds more calls than it has places', () => {
    const step = fc.record({
      call: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      isEntry: fc.boolean(),
      waitMs: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 4 }), (steps, places) => {
        const bulkhead = new Bulkhead(places);
        let ms = 0;
        for (const { call, isEntry, waitMs } of steps) {
          ms += waitMs;
          if (isEntry) bulkhead.enter('efecty.epayco', call, after(ms), after(ms + 1_000));
          else bulkhead.leave('efecty.epayco', call);
          expect(bulkhead.inFlight('efecty.epayco', after(ms))).toBeLessThanOrEqual(places);
        }
      }),
    );
  });
});
