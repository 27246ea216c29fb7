import { HOLD_MS } from '../fixtures/pretend-tills.js';
import { TillUnderTest } from '../fixtures/till-under-test.js';

const DONE = { kind: 'done' };
const NOT_DUE = { refused: 'not_due' };

let till: TillUnderTest;
beforeEach(async () => {
  till = await TillUnderTest.open();
});
afterEach(() => till.world.close());

/** For tills that race each other on a busy machine. */
const CROWD_MS = 60_000;

/** A voucher that T2 took over from T1, which had been silent for too long. */
async function takenOver(): Promise<string> {
  const code = await till.voucher();
  await till.register(code, 'T1');
  till.world.clock.advance(HOLD_MS);
  expect(await till.register(code, 'T2')).toMatchObject({ kind: 'registered' });
  return code;
}

/** Nobody may take money for it, and nobody may void it. */
async function expectKept(code: string): Promise<void> {
  expect(await till.consult(code)).toEqual(NOT_DUE);
  expect(await till.register(code, 'T3')).toEqual(NOT_DUE);
  expect(await till.cancel(code)).toMatchObject({ outcome: 'rejected' });
}

describe('a voucher that another till has taken over, once the cash of the first one counts', () => {
  it('stays paid when the second one confirms first and takes its money back', async () => {
    const code = await takenOver();
    expect([await till.confirm('T2'), await till.confirm('T1')]).toEqual([DONE, DONE]);
    expect(await till.reverse('T2')).toEqual(DONE);
    await expectKept(code);
    expect(await till.facts()).toEqual(['paid RED:T2', 'paid RED:T1', 'reversed RED:T2']);
  });

  it('stays paid when the second one gives up before it confirms', async () => {
    const code = await takenOver();
    expect([await till.confirm('T1'), await till.reverse('T2')]).toEqual([DONE, DONE]);
    await expectKept(code);
    expect(await till.facts()).toEqual(['paid RED:T1']);
  });

  it('is paid when the second one has given up already', async () => {
    const code = await takenOver();
    expect([await till.reverse('T2'), await till.confirm('T1')]).toEqual([DONE, DONE]);
    await expectKept(code);
  });

  it('stays paid when the second one falls silent too', async () => {
    const code = await takenOver();
    expect(await till.confirm('T1')).toEqual(DONE);
    expect(await till.register(code, 'T2')).toEqual(NOT_DUE);
    till.world.clock.advance(HOLD_MS);
    await expectKept(code);
    expect(await till.confirm('T2')).toEqual(DONE);
    expect(await till.facts()).toEqual(['paid RED:T1', 'paid RED:T2']);
  });

  it('is due again only after both have taken their money back', async () => {
    const code = await takenOver();
    expect([await till.confirm('T2'), await till.confirm('T1')]).toEqual([DONE, DONE]);
    expect(await till.reverse('T2')).toEqual(DONE);
    expect(await till.reverse('T1')).toEqual(DONE);
    expect(await till.consult(code)).toMatchObject({ kind: 'due' });
    expect(await till.register(code, 'T3')).toMatchObject({ kind: 'registered' });
  });

  it('is paid when the first one had been let go, and nobody came in its place', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    await till.world.database.reads.execute('update till_transaction set is_holding = false');
    expect(await till.confirm('T1')).toEqual(DONE);
    await expectKept(code);
  });

  it(
    'stays paid when the first one confirms while the second one takes over',
    async () => {
      for (let round = 0; round < 25; round += 1) {
        const [first, second] = [`A${round}`, `B${round}`];
        const code = await till.voucher();
        await till.register(code, first);
        till.world.clock.advance(HOLD_MS);
        const [confirmed] = await Promise.all([till.confirm(first), till.register(code, second)]);
        expect(confirmed).toEqual(DONE);
        expect(await till.reverse(second)).toEqual(DONE);
        expect(await till.consult(code)).toEqual(NOT_DUE);
        expect(await till.register(code, `C${round}`)).toEqual(NOT_DUE);
      }
    },
    CROWD_MS,
  );
});

describe('a till that repeats its register', () => {
  const DAY_MS = 86_400_000;

  it('after its time and the end of the voucher hears that nothing is due', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    till.world.clock.advance(HOLD_MS + 60_000);
    expect(await till.cancel(code)).toMatchObject({ outcome: 'done' });
    expect(await till.register(code, 'T1')).toEqual(NOT_DUE);
  });

  it('after its time does not hear a yes that it would not keep, and another one may take over', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    till.world.clock.advance(HOLD_MS);
    expect(await till.register(code, 'T1')).toEqual(NOT_DUE);
    expect(await till.register(code, 'T2')).toMatchObject({ kind: 'registered' });
  });

  it('in its time has the voucher for as long again', async () => {
    const code = await till.voucher();
    const first = await till.register(code, 'T1');
    till.world.clock.advance(HOLD_MS - 1);
    expect(await till.register(code, 'T1')).toEqual(first);
    till.world.clock.advance(HOLD_MS - 1);
    expect(await till.consult(code)).toEqual(NOT_DUE);
    expect(await till.register(code, 'T2')).toEqual(NOT_DUE);
    expect(await till.cancel(code)).toMatchObject({ outcome: 'rejected' });
    till.world.clock.advance(1);
    expect(await till.register(code, 'T2')).toMatchObject({ kind: 'registered' });
  });

  it('in its time is answered the same when the voucher has run out meanwhile', async () => {
    const code = await till.voucher();
    till.world.clock.advance(DAY_MS - 1);
    const first = await till.register(code, 'T1');
    till.world.clock.advance(HOLD_MS - 1);
    expect(await till.register(code, 'T1')).toEqual(first);
    till.world.clock.advance(HOLD_MS);
    expect(await till.register(code, 'T1')).toEqual(NOT_DUE);
  });

  it('after its confirmation is answered the same for ever', async () => {
    const code = await till.voucher();
    const first = await till.register(code, 'T1');
    await till.confirm('T1');
    till.world.clock.advance(2 * DAY_MS);
    expect(await till.register(code, 'T1')).toEqual(first);
  });
});
