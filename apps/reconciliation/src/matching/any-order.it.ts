import fc from 'fast-check';
import { addDays } from '@cauce/calendar';
import { newId } from '@cauce/config';
import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import type { RouteBook } from '../fixtures/route-book.js';
import type { Envelope, Taken } from '../fixtures/wire-builders.js';

/** A Friday, the days of a long weekend, and the Tuesday after it. */
const DAYS = ['2026-11-13', '2026-11-14', '2026-11-16', '2026-11-17', '2026-11-18'];

/** Few references and amounts, so that collisions of every kind are common. */
const reference = fc.constantFrom('1', '2', '3');
const minor = fc.constantFrom(-200n, -100n, 100n, 200n, 300n);
const day = fc.constantFrom(...DAYS);

/** What happens to a route: postings, some of them about one fact, and files, some of them wrong. */
const postings = fc.array(fc.record({ reference, minor, day, fact: fc.nat(11) }), {
  maxLength: 12,
});
const files = fc.array(
  fc.record({
    day,
    lines: fc.array(fc.tuple(reference, minor), { maxLength: 5 }),
    identity: fc.constantFrom('A', 'B', 'C'),
    isWrong: fc.constantFrom(false, false, true),
    isRefused: fc.constantFrom(false, false, false, true),
  }),
  { maxLength: 5 },
);
/** Order of arrival, by rank; how often each message comes; after which ones the job has its turn. */
const arrival = fc.record({
  ranks: fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }),
  times: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 40, maxLength: 40 }),
  turns: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
});

describe('whatever comes, in any order and any number of times', () => {
  let app: ReconciliationApp;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  afterAll(() => app?.close());

  interface Story {
    readonly postings: readonly {
      reference: string;
      minor: bigint;
      day: string;
      fact: number;
    }[];
    readonly files: readonly {
      day: string;
      lines: readonly Taken[];
      identity: string;
      isWrong: boolean;
      isRefused: boolean;
    }[];
  }

  function messagesOf(route: RouteBook, story: Story): Envelope[] {
    const facts = new Map<number, { reference: string; day: string; factId: string }>();
    const posted = story.postings.map(({ fact, minor, ...first }) => {
      const known = facts.get(fact) ?? { ...first, factId: newId('fact') };
      facts.set(fact, known);
      return route.posted(known.reference, minor, known);
    });
    const sent = story.files.flatMap(({ day, lines, identity, isWrong, isRefused }) => {
      if (isRefused) return [route.rejected({ collectedOn: day })];
      const total = lines.reduce((sum, [, amount]) => sum + amount, isWrong ? 1n : 0n);
      const over = { identity, total: { minor: total, currency: 'COP' } };
      return route.file(lines, { day, over });
    });
    return [...posted, ...sent];
  }

  async function tell(
    messages: readonly Envelope[],
    { ranks, times, turns }: { ranks: number[]; times: number[]; turns: boolean[] },
  ): Promise<void> {
    const inOrder = messages
      .map((message, index) => ({ message, rank: ranks[index] ?? 0 }))
      .sort((a, b) => a.rank - b.rank);
    for (const [index, { message }] of inOrder.entries()) {
      for (let time = 0; time < (times[index] ?? 1); time += 1) await app.deliver(message);
      if (turns[index] === true) await app.settle();
    }
    await app.settle();
  }

  it('accounts for every line and every payment, and has nothing to add when asked again', async () => {
    await fc.assert(
      fc.asyncProperty(postings, files, arrival, async (posted, sent, order) => {
        const route = app.route();
        await tell(messagesOf(route, { postings: posted, files: sent }), order);
        expect(await route.deadLetters()).toEqual([]);
        expect(await route.audit()).toEqual([]);
        const before = await route.everything();
        await route.askAgain();
        await app.settle();
        expect(await route.everything()).toEqual(before);
        const told = app.log.lines.filter(({ level }) => level === 'error');
        expect(told.map(({ msg }) => msg)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  /** What the papers about one reference say: at most one payment and one line, on some days. */
  const paper = fc.option(fc.record({ day, minor: fc.constantFrom(100n, 200n) }), {
    freq: 4,
    nil: null,
  });
  const papers = fc.array(fc.record({ paid: paper, line: paper }), { minLength: 1, maxLength: 25 });
  type Papers = typeof papers extends fc.Arbitrary<infer T> ? T : never;

  /** From which days on a file may show a payment: the weekend of {@link DAYS} is a long one. */
  const isNear = (paidOn: string, reportedOn: string) =>
    paidOn >= (reportedOn === '2026-11-17' ? '2026-11-13' : addDays(reportedOn, -1)) &&
    paidOn <= addDays(reportedOn, 1);

  /** What somebody says of one reference who has all papers on the table. */
  function verdicts(name: string, { paid, line }: Papers[number], days: Set<string>): string[] {
    const missing = paid !== null && days.has(paid.day) ? ['MISSING_IN_PROVIDER'] : [];
    const found = (kinds: string[]) => kinds.map((kind) => `${kind} ${name}`);
    if (line === null) return found(missing);
    if (paid === null) return found(['MISSING_IN_LEDGER']);
    if (!isNear(paid.day, line.day)) return found(['MISSING_IN_LEDGER', ...missing]);
    if (paid.minor === line.minor) return found(['matched']);
    return found(paid.day === line.day ? ['AMOUNT_MISMATCH'] : ['DUPLICATE', ...missing]);
  }

  async function said(route: RouteBook): Promise<string[]> {
    const rows = await app.database.reads.query<{ said: string }>(
      `select 'matched ' || i.reference as said
         from matches m join expected_items i on i.id = m.item_id
        where m.route = $1 and m.undone_at is null
       union all
       select kind || ' ' || reference from breaks where route = $1 and status = 'open'`,
      [route.name],
    );
    return rows.map((row) => row.said).sort();
  }

  it('says of each reference what all papers on the table say', async () => {
    await fc.assert(
      fc.asyncProperty(papers, arrival, async (story, order) => {
        const route = app.route();
        const linesOn = Map.groupBy(
          story.flatMap(({ line }, index) => (line === null ? [] : [{ ...line, index }])),
          (line) => line.day,
        );
        const posted = story.flatMap(({ paid }, index) =>
          paid === null ? [] : [route.posted(`R${index}`, paid.minor, { day: paid.day })],
        );
        const sent = [...linesOn].flatMap(([on, lines]) =>
          route.file(
            lines.map(({ index, minor }): Taken => [`R${index}`, minor]),
            { day: on },
          ),
        );
        await tell([...posted, ...sent], order);
        const days = new Set(linesOn.keys());
        const expected = story.flatMap((one, index) => verdicts(`R${index}`, one, days));
        expect(await said(route)).toEqual(expected.sort());
        expect(await route.audit()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
