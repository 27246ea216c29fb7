import type { Transaction } from '@cauce/database';
import { inTrace, nextStep, traceIdOf } from '@cauce/observability';
import { eventually, fixedClock, type TestDatabase } from '@cauce/testing';
import {
  apply,
  chapter,
  countRows,
  effectsOn,
  fact,
  FACTS,
  gate,
  instruments,
  newKey,
  noteOf,
  onWire,
  openService,
  STORY,
} from './fixtures/message-world.js';
import { LocalBus, purgeInbox, replayDeadLetter, type Subscription } from './index.js';
import { MessageRunner } from './message-runner.js';
import { ParallelLimit } from './parallel-limit.js';

let ledger: TestDatabase;

beforeAll(async () => {
  ledger = await openService('test-ledger', 10);
}, 60_000);
afterAll(() => ledger?.close());

function openRunner(topic: string, handle: Subscription['handle'] = apply) {
  const tools = instruments();
  const runner = new MessageRunner(
    { topic, group: 'test-ledger', database: ledger, handle },
    {
      logger: tools.log.logger,
      metrics: tools.metrics,
      limit: new ParallelLimit(5),
      retryFirstMs: 1,
    },
  );
  runner.start();
  return { runner, ...tools };
}

const effects = (key: string) => effectsOn(ledger.reads, key);

describe('a runner', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'hello'],
    ['a list', []],
    ['an envelope without id', { ...onWire(fact('k')), id: undefined }],
    ['a key that is no text', { ...onWire(fact('k')), key: 7 }],
    ['characters that no text column takes', { ...onWire(fact('a\0b')), type: 'x\0y' }],
    ['half a character', { ...onWire(fact('k')), type: '\ud800' }],
  ])('sets aside what is no message: %s', async (_, wire) => {
    const { runner } = openRunner(FACTS);
    expect(await runner.run({ wire })).toBe('dead');
    expect(['dead', 'duplicate']).toContain(await runner.run({ wire }));
    const rows = await ledger.reads.query(
      'select reason from dead_letter where message::text = $1',
      [JSON.stringify(wire)],
    );
    expect(rows).toEqual([{ reason: 'malformed' }]);
    await runner.stop();
  });

  it('keeps payer data out of what a dead letter says of its error', async () => {
    const { runner } = openRunner(FACTS, async () => {
      throw new Error('cannot write to ana.munoz@example.com');
    });
    const key = newKey();
    await runner.run({ wire: onWire(fact(key)) });
    const [letter] = await ledger.reads.query('select error from dead_letter where key = $1', [
      key,
    ]);
    expect(letter).toMatchObject({ error: expect.stringContaining('cannot write to [redacted]') });
    await runner.stop();
  });

  it('applies what a crash left parked although its turn has come', async () => {
    const key = newKey();
    const before = openRunner(STORY);
    for (const sequence of [1, 3, 4])
      await before.runner.run({ wire: onWire(chapter(key, sequence)) });
    await before.runner.stop();
    // The crash: the second message counts, and nobody looked at what was parked behind it.
    await ledger.reads.execute(`update stream_position set next_sequence = 3 where key = $1`, [
      key,
    ]);
    const after = openRunner(STORY);
    await eventually(async () => expect(await effects(key)).toEqual(['1', '3', '4']));
    expect(await countRows(ledger.reads, 'parked_message', key)).toBe(0);
    await after.runner.stop();
  });

  it('sets aside a parked message that fails, and stops there', async () => {
    const key = newKey();
    const { runner } = openRunner(STORY, async (message, context) => {
      if (noteOf(message) === '2') throw new Error('cannot be told');
      await apply(message, context);
    });
    for (const sequence of [3, 2, 1]) await runner.run({ wire: onWire(chapter(key, sequence)) });
    expect(await effects(key)).toEqual(['1']);
    expect(await countRows(ledger.reads, 'dead_letter', key)).toBe(1);
    expect(await countRows(ledger.reads, 'parked_message', key)).toBe(1);
    await runner.stop();
  });

  it.each([
    [FACTS, (key: string) => onWire(fact(key))],
    [STORY, (key: string) => onWire(chapter(key, 1))],
  ])('does not try a dead message of %s again when it comes again', async (topic, make) => {
    let tries = 0;
    const { runner } = openRunner(topic, async () => {
      tries += 1;
      throw new Error('no');
    });
    const wire = make(newKey());
    expect(await runner.run({ wire })).toBe('dead');
    expect(await runner.run({ wire })).toBe('duplicate');
    expect(tries).toBe(5);
    await runner.stop();
  });

  it('lets one of two consumers of the same message apply it', async () => {
    for (const make of [
      (key: string) => onWire(fact(key, '1')),
      (key: string) => onWire(chapter(key, 1)),
    ]) {
      const key = newKey();
      const wire = make(key);
      const topic = wire.sequence === null ? FACTS : STORY;
      const [one, other] = [openRunner(topic), openRunner(topic)];
      const settled = await Promise.all([one.runner.run({ wire }), other.runner.run({ wire })]);
      expect(settled.sort()).toEqual(['duplicate', 'handled']);
      expect(await effects(key)).toEqual(['1']);
      await one.runner.stop();
      await other.runner.stop();
    }
  });

  it('never loses a story between two consumers, whoever gets which message', async () => {
    const [one, other] = [openRunner(STORY), openRunner(STORY)];
    const length = 12;
    for (let round = 0; round < 8; round += 1) {
      const key = newKey();
      const runs = Array.from({ length }, (_, index) => {
        const { runner } = index % 2 === 0 ? one : other;
        return runner.run({ wire: onWire(chapter(key, length - index)) });
      });
      await Promise.all(runs);
      expect(await effects(key)).toEqual(Array.from({ length }, (_, index) => String(index + 1)));
    }
    await one.runner.stop();
    await other.runner.stop();
  });

  it('settles the message in the same transaction as what goes alongside', async () => {
    const key = newKey();
    const { runner } = openRunner(FACTS, async (message, context) => {
      await apply(message, context);
      if (noteOf(message) === 'poison') throw new Error('no');
    });
    const note = (what: string) => ({
      wire: onWire(fact(key, what)),
      alongside: async (tx: Transaction) => {
        await tx.execute(`insert into effect (key, note) values ($1, $2)`, [
          key,
          `position ${what}`,
        ]);
      },
    });
    await runner.run(note('food'));
    await runner.run(note('poison'));
    expect(await effects(key)).toEqual(['position food', 'food', 'position poison']);
    await runner.stop();
  });

  it.each([true, false])(
    'has what a message causes in the trace of the message, when it has one: %s',
    async (isTraced) => {
      const traceparent = isTraced ? nextStep() : null;
      const key = newKey();
      const seen: (string | null)[] = [];
      const { runner } = openRunner(FACTS, async (_, context) => {
        seen.push(fact(key).traceparent);
        context.afterCommit(async () => void seen.push(fact(key).traceparent));
      });
      await inTrace(nextStep(), () => runner.run({ wire: { ...onWire(fact(key)), traceparent } }));
      await runner.idle();
      expect(seen.map(traceIdOf)).toEqual([traceIdOf(traceparent), traceIdOf(traceparent)]);
      await runner.stop();
    },
  );

  it('waits for effects before it is idle', async () => {
    const held = gate();
    let isDone = false;
    const { runner } = openRunner(FACTS, async (_, context) => {
      context.afterCommit(async () => {
        await held.opened;
        isDone = true;
      });
    });
    expect(await runner.run({ wire: onWire(fact(newKey())) })).toBe('handled');
    expect(isDone).toBe(false);
    await runner.stop();
    held.open();
    await runner.idle();
    expect(isDone).toBe(true);
  });
});

describe('handlers of one database', () => {
  it('leave connections to others, and none waits while another one pauses', async () => {
    let running = 0;
    let most = 0;
    const handle: Subscription['handle'] = async (message, { tx }) => {
      running += 1;
      most = Math.max(most, running);
      await tx.query('select pg_sleep(0.005)');
      running -= 1;
      if (noteOf(message) === 'poison') throw new Error('no');
    };
    const { log } = instruments();
    const bus = new LocalBus({ logger: log.logger, retryFirstMs: 2_000 });
    for (const topic of [FACTS, 'test.other']) {
      bus.subscribe({ topic, group: 'test-ledger', database: ledger, handle });
    }
    await bus.start();
    const poison = Array.from({ length: 10 }, () =>
      bus.publish(FACTS, onWire(fact(newKey(), 'poison'))).catch(() => 'stopped'),
    );
    const startedAt = performance.now();
    const food = Array.from({ length: 40 }, (_, index) =>
      bus.publish(index % 2 === 0 ? FACTS : 'test.other', onWire(fact(newKey(), 'food'))),
    );
    await Promise.all(food);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(most).toBe(5);
    await bus.stop();
    expect(new Set(await Promise.all(poison))).toEqual(new Set(['stopped']));
  });
});

describe('a replay', () => {
  it('says so when there is no such letter, or nobody to read it', async () => {
    const { log } = instruments();
    const options = { subscriptions: [], logger: log.logger };
    await expect(replayDeadLetter(ledger, '999999', options)).rejects.toThrow(
      'there is no dead letter 999999',
    );
    const { runner } = openRunner('test.gone', async () => {
      throw new Error('no');
    });
    const key = newKey();
    await runner.run({ wire: onWire(fact(key)) });
    await runner.stop();
    await expect(replayDeadLetter(ledger, await letterOf(key), options)).rejects.toThrow(
      'nobody here consumes test.gone for test-ledger',
    );
  });

  it('applies a message of a topic without sequence once, and notes what fails again', async () => {
    let isFixed = false;
    const handle: Subscription['handle'] = async (message, context) => {
      if (!isFixed) throw new Error('not yet');
      await apply(message, context);
    };
    const { runner, log } = openRunner(FACTS, handle);
    const key = newKey();
    const wire = onWire(fact(key, 'paid'));
    await runner.run({ wire });
    const id = await letterOf(key);
    const subscriptions = [{ topic: FACTS, group: 'test-ledger', database: ledger, handle }];
    const replay = () => replayDeadLetter(ledger, id, { subscriptions, logger: log.logger });
    await expect(replay()).rejects.toThrow('not yet');
    expect(
      await ledger.reads.query('select attempts from dead_letter where key = $1', [key]),
    ).toEqual([{ attempts: 6 }]);
    isFixed = true;
    expect(await replay()).toBe('handled');
    expect(await runner.run({ wire })).toBe('duplicate');
    expect(await effects(key)).toEqual(['paid']);
    await runner.stop();
  });

  async function letterOf(key: string): Promise<string> {
    const [row] = await ledger.reads.query<{ id: string }>(
      'select id::text as id from dead_letter where key = $1',
      [key],
    );
    return row?.id ?? '';
  }
});

describe('the inbox', () => {
  it('forgets messages after thirty days, a batch at a time', async () => {
    const clock = fixedClock('2026-11-20T15:00:00Z');
    const consumed = (id: string, at: string) =>
      ledger.reads.execute(`insert into inbox values ('purge', $1, $2)`, [id, at]);
    await consumed('old', '2026-10-21T14:59:59Z');
    await consumed('young', '2026-10-21T15:00:01Z');
    await ledger.reads.execute(
      `insert into inbox select 'purge', 'many ' || n, '2026-01-01' from generate_series(1, 1500) n`,
    );
    expect(await purgeInbox(ledger, clock)).toBe(1_000);
    expect(await purgeInbox(ledger, clock)).toBe(501);
    expect(await purgeInbox(ledger, clock)).toBe(0);
    expect(
      await ledger.reads.query(`select message_id from inbox where consumer = 'purge'`),
    ).toEqual([{ message_id: 'young' }]);
  });
});
