import fc from 'fast-check';
import { addDays } from '@cauce/calendar';
import { match, type ExpectedItem, type FileLine } from './match.js';

/** A Tuesday after a holiday: its file may show what was paid from Friday to Wednesday. */
const DAY = '2026-11-17';

/** Few references and amounts, so that collisions of every kind are common. */
const movement = {
  reference: fc.constantFrom('1', '2', '3'),
  amountMinor: fc.constantFrom(-200n, -100n, 100n, 200n, 300n),
  currency: fc.constantFrom('COP', 'USD'),
  isMatched: fc.boolean(),
};

const linesOfDay: fc.Arbitrary<FileLine[]> = fc
  .array(fc.record({ ...movement, fileId: fc.constantFrom('file_a', 'file_b') }), { maxLength: 30 })
  .map((all) => all.map((one, i) => ({ ...one, number: i + 1 })));

const itemsAround: fc.Arbitrary<ExpectedItem[]> = fc
  .array(
    fc.record({
      ...movement,
      providerTransactionId: fc.constantFrom('tx_1', 'tx_2', 'tx_3'),
      day: fc.constantFrom(-4, -3, -1, 0, 1).map((n) => addDays(DAY, n)),
    }),
    { maxLength: 30 },
  )
  .map((all) => all.map((one, i) => ({ ...one, id: `fact_${String(i).padStart(2, '0')}` })));

const total = (list: readonly { amountMinor: bigint }[]) =>
  list.reduce((sum, one) => sum + one.amountMinor, 0n);

const free = <T extends { isMatched: boolean }>(list: readonly T[]) =>
  list.filter((one) => !one.isMatched);

const sameKind =
  (a: FileLine) =>
  (b: FileLine | ExpectedItem): boolean =>
    a.reference === b.reference && a.currency === b.currency && a.amountMinor === b.amountMinor;

describe('for any lines and items', () => {
  it('matched + breaks = file total, to the peso and in each currency', () => {
    fc.assert(
      fc.property(linesOfDay, itemsAround, (lines, items) => {
        const { matches, breaks } = match(DAY, lines, items);
        for (const currency of ['COP', 'USD']) {
          const of = (list: readonly { line: FileLine | null }[]) =>
            total(list.flatMap(({ line }) => (line?.currency === currency ? [line] : [])));
          const fileTotal = total(free(lines).filter((line) => line.currency === currency));
          expect(of(matches) + of(breaks)).toBe(fileTotal);
        }
      }),
    );
  });

  it('puts every free line into exactly one match or break', () => {
    fc.assert(
      fc.property(linesOfDay, itemsAround, (lines, items) => {
        const { matches, breaks } = match(DAY, lines, items);
        const used = [...matches, ...breaks].flatMap(({ line }) => line?.number ?? []);
        expect(used.sort((a, b) => a - b)).toEqual(free(lines).map((line) => line.number));
      }),
    );
  });

  it('explains every free item of the day exactly once, and none of its neighbours as a break', () => {
    fc.assert(
      fc.property(linesOfDay, itemsAround, (lines, items) => {
        const { matches, netted, breaks } = match(DAY, lines, items);
        const used = [...matches, ...breaks]
          .flatMap(({ item }) => item ?? [])
          .concat(netted.flat());
        expect(new Set(used).size).toBe(used.length);
        const own = free(items).filter((item) => item.day === DAY);
        expect(
          used
            .filter((item) => item.day === DAY)
            .map((item) => item.id)
            .sort(),
        ).toEqual(own.map((item) => item.id));
        expect(breaks.every(({ item }) => item === null || item.day === DAY)).toBe(true);
      }),
    );
  });

  it('matches only equal references, amounts and currencies, and as many of the day as both have', () => {
    fc.assert(
      fc.property(linesOfDay, itemsAround, (lines, items) => {
        const { matches } = match(DAY, lines, items);
        expect(matches.every(({ line, item }) => sameKind(line)(item))).toBe(true);
        for (const line of free(lines)) {
          const alike = sameKind(line);
          const ours = free(items).filter((item) => item.day === DAY && alike(item)).length;
          const theirs = free(lines).filter(alike).length;
          const found = matches.filter((one) => alike(one.line) && one.item.day === DAY).length;
          expect(found).toBe(Math.min(ours, theirs));
        }
      }),
    );
  });

  it('nets only what sums to zero', () => {
    fc.assert(
      fc.property(linesOfDay, itemsAround, (lines, items) => {
        for (const [paid, back] of match(DAY, lines, items).netted) {
          expect(paid.amountMinor + back.amountMinor).toBe(0n);
          expect(paid.reference).toBe(back.reference);
        }
      }),
    );
  });

  it('gives the same answer whatever the order', () => {
    const shuffled = <T>(list: T[]) =>
      fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length });
    const bothOrders = fc
      .tuple(linesOfDay, itemsAround)
      .chain(([lines, items]) =>
        fc.tuple(fc.constant({ lines, items }), shuffled(lines), shuffled(items)),
      );
    const asText = (day: string, lines: FileLine[], items: ExpectedItem[]) => {
      const { matches, netted, breaks } = match(day, lines, items);
      return [
        ...matches.map(({ line, item }) => `match ${line.number} ${item.id}`),
        ...netted.map(([paid, back]) => `net ${paid.id} ${back.id}`),
        ...breaks.map(({ kind, line, item }) => `${kind} ${line?.number} ${item?.id}`),
      ].sort();
    };
    fc.assert(
      fc.property(bothOrders, ([given, lines, items]) => {
        expect(asText(DAY, lines, items)).toEqual(asText(DAY, given.lines, given.items));
      }),
    );
  });

  it('has no break when both sides say the same', () => {
    fc.assert(
      fc.property(linesOfDay, (lines) => {
        const items = lines.map((line): ExpectedItem => ({
          ...line,
          id: `fact_${line.number}`,
          day: DAY,
          providerTransactionId: `tx_${line.number}`,
        }));
        expect(match(DAY, lines, items)).toMatchObject({ netted: [], breaks: [] });
      }),
    );
  });

  it('is linear enough for one reference that fills a file', () => {
    const lines = Array.from({ length: 20_000 }, (_, i): FileLine => {
      return {
        fileId: 'f',
        number: i,
        reference: '1',
        amountMinor: BigInt(i),
        currency: 'COP',
        isMatched: false,
      };
    });
    expect(match(DAY, lines, []).breaks).toHaveLength(20_000);
  });
});
