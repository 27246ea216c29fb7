import { cop } from '../fixtures/pretend-provider.js';
import { HOLD_MS, REVERSE_WITHIN_MS } from '../fixtures/pretend-tills.js';
import { DUE, TillUnderTest } from '../fixtures/till-under-test.js';
import { ForgetOldRowsJob } from '../forget-old-rows.job.js';

const DAY_MS = 86_400_000;
const REGISTERED = { kind: 'registered', number: expect.any(String), description: 'Piñata' };
const DONE = { kind: 'done' };
const no = (refused: string) => ({ refused });

let till: TillUnderTest;
beforeEach(async () => {
  till = await TillUnderTest.open();
});
afterEach(() => till.world.close());

/** For what a hundred tills do at once on a busy machine. */
const CROWD_MS = 60_000;

describe('a till that consults', () => {
  it('is told what is due, and reserves nothing', async () => {
    const code = await till.voucher();
    const due = { kind: 'due', amount: { minor: DUE, currency: 'COP' }, description: 'Piñata' };
    expect([await till.consult(code), await till.consult(code)]).toEqual([due, due]);
    expect(await till.rows()).toBe(0);
    expect(await till.register(code, 'T1')).toEqual(REGISTERED);
  });

  it('is told of nothing that it may not take', async () => {
    const code = await till.voucher();
    expect(await till.consult('pin-99')).toEqual(no('not_due'));
    till.world.clock.advance(DAY_MS);
    expect(await till.consult(code)).toEqual(no('not_due'));
  });

  it('is not told of what another till has, until that one has been silent for too long', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    till.world.clock.advance(HOLD_MS - 1);
    expect(await till.consult(code)).toEqual(no('not_due'));
    till.world.clock.advance(1);
    expect(await till.consult(code)).toMatchObject({ kind: 'due' });
  });
});

describe('a till that registers', () => {
  it('takes the voucher from every other one, and no money before it confirms', async () => {
    const code = await till.voucher();
    expect(await till.register(code, 'T1')).toEqual(REGISTERED);
    expect(await till.register(code, 'T2')).toEqual(no('not_due'));
    expect(await till.facts()).toEqual([]);
  });

  it(
    'and got no answer is answered the same again, a hundred times and near the end of its time',
    async () => {
      const code = await till.voucher();
      const first = await till.register(code, 'T1');
      const again = await Promise.all(Array.from({ length: 100 }, () => till.register(code, 'T1')));
      till.world.clock.advance(HOLD_MS - 1);
      const late = await till.register(code, 'T1');
      expect(new Set([first, ...again, late].map((one) => JSON.stringify(one))).size).toBe(1);
      expect(await till.rows()).toBe(1);
    },
    CROWD_MS,
  );

  it(
    'with a hundred others at once: one has it, and its money counts once',
    async () => {
      const code = await till.voucher();
      const transactions = Array.from({ length: 100 }, (_, at) => `T${at}`);
      const answers = await Promise.all(transactions.map((one) => till.register(code, one)));
      const won = transactions.filter((_, at) => answers[at]?.['kind'] === 'registered');
      expect(won).toHaveLength(1);
      expect(answers.filter((one) => one['refused'] === 'not_due')).toHaveLength(99);
      const confirmed = await Promise.all(transactions.map((one) => till.confirm(one)));
      expect(confirmed.filter((one) => one['kind'] === 'done')).toHaveLength(1);
      expect(await till.facts()).toEqual([`paid RED:${won[0]}`]);
    },
    CROWD_MS,
  );

  it.each([
    ['less', String(Number(DUE) - 1)],
    ['more', String(Number(DUE) + 1)],
  ])('%s than is due is refused, and holds nothing', async (_, amount) => {
    const code = await till.voucher();
    expect(await till.register(code, 'T1', { amount })).toEqual(no('wrong_amount'));
    expect(await till.register(code, 'T2')).toEqual(REGISTERED);
  });

  it('a voucher that is unknown or over is refused', async () => {
    const code = await till.voucher();
    expect(await till.register('pin-99', 'T1')).toEqual(no('not_due'));
    till.world.clock.advance(DAY_MS);
    expect(await till.register(code, 'T1')).toEqual(no('not_due'));
    expect(await till.rows()).toBe(0);
  });

  it('a number of another payment is refused', async () => {
    const [one, two] = [await till.voucher(), await till.voucher()];
    await till.register(one, 'T1');
    expect(await till.register(two, 'T1')).toEqual(no('wrong_transaction'));
    expect(await till.register(one, 'T1', { amount: '1' })).toEqual(no('wrong_transaction'));
    expect(await till.register(two, 'T1', { network: 'OTRA' })).toEqual(REGISTERED);
  });

  it('takes over from one that has been silent for too long, whose cash counts all the same', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    till.world.clock.advance(HOLD_MS);
    expect(await till.register(code, 'T2')).toEqual(REGISTERED);
    expect(await till.register(code, 'T1')).toEqual(no('not_due'));
    expect([await till.confirm('T2'), await till.confirm('T1')]).toEqual([DONE, DONE]);
    expect(await till.facts()).toEqual(['paid RED:T2', 'paid RED:T1']);
  });

  it('is kept as it wrote, sealed, for ninety days', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1', { payer: 'Ana Muñoz' });
    const { reads } = till.world.database;
    const rows = () =>
      reads.query<{ sealed: string | null }>('select sealed from till_transaction');
    const [row] = await rows();
    const sealed = row?.sealed ?? '';
    expect(sealed).not.toContain('Ana');
    const kept = JSON.parse(till.world.cipher.open(sealed, 'till:demo.pretend:RED:T1'));
    expect(Buffer.from(kept.body, 'base64').toString('utf8')).toContain('Ana Muñoz');
    till.world.clock.advance(91 * DAY_MS);
    await till.world.get(ForgetOldRowsJob).run();
    expect(await rows()).toEqual([{ sealed: null }]);
  });
});

describe('a till that confirms', () => {
  it(
    'pays the voucher of whoever it was issued for, once',
    async () => {
      const command = await till.world.issue({ amount: cop(BigInt(DUE)) });
      const code = `pin-${command.reference}`;
      await till.register(code, 'T1');
      const all = await Promise.all(Array.from({ length: 50 }, () => till.confirm('T1')));
      expect(new Set(all.map((one) => one['kind']))).toEqual(new Set(['done']));
      expect(await till.world.sent('connector.fact')).toEqual([
        expect.objectContaining({
          ...{ kind: 'paid', source: 'callback', providerTransactionId: 'RED:T1' },
          ...{ paymentId: command.paymentId, attemptId: command.attemptId },
          ...{ reference: command.reference, amount: cop(BigInt(DUE)) },
        }),
      ]);
      expect(await till.consult(code)).toEqual(no('not_due'));
      expect(await till.register(code, 'T2')).toEqual(no('not_due'));
    },
    CROWD_MS,
  );

  it('after the end of the voucher is believed: it has the cash', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    till.world.clock.advance(2 * DAY_MS);
    expect(await till.confirm('T1')).toEqual(DONE);
    expect(await till.facts()).toEqual(['paid RED:T1']);
  });

  it('what it never registered is refused', async () => {
    expect(await till.confirm('T1')).toEqual(no('unknown_transaction'));
    expect(await till.facts()).toEqual([]);
  });
});

describe('a till that reverses', () => {
  it('a registration gives the voucher free, and nothing was paid', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    expect([await till.reverse('T1'), await till.reverse('T1')]).toEqual([DONE, DONE]);
    expect(await till.confirm('T1')).toEqual(no('reversed_before'));
    expect(await till.register(code, 'T1')).toEqual(no('reversed_before'));
    expect(await till.register(code, 'T2')).toEqual(REGISTERED);
    expect(await till.facts()).toEqual([]);
  });

  it('in its time after the confirmation takes the money back, and the voucher is due again', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    await till.confirm('T1');
    till.world.clock.advance(REVERSE_WITHIN_MS);
    expect(await till.reverse('T1')).toEqual(DONE);
    till.world.clock.advance(REVERSE_WITHIN_MS);
    expect(await till.reverse('T1')).toEqual(DONE);
    expect(await till.register(code, 'T1')).toEqual(no('reversed_before'));
    expect(await till.facts()).toEqual(['paid RED:T1', 'reversed RED:T1']);
    await till.register(code, 'T2');
    await till.confirm('T2');
    expect((await till.facts()).at(-1)).toBe('paid RED:T2');
  });

  it('too late is refused, stays paid, and somebody is told', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    await till.confirm('T1');
    till.world.clock.advance(REVERSE_WITHIN_MS + 1);
    expect(await till.reverse('T1')).toEqual(no('not_reversible'));
    expect(await till.facts()).toEqual(['paid RED:T1']);
    expect(till.world.log.lines.map(({ msg }) => msg)).toContain('till reverses too late');
  });

  it('before it registers leaves a tombstone, which no late register passes', async () => {
    const code = await till.voucher();
    expect([await till.reverse('T1'), await till.reverse('T1')]).toEqual([DONE, DONE]);
    expect(await till.register(code, 'T1')).toEqual(no('reversed_before'));
    expect(await till.confirm('T1')).toEqual(no('reversed_before'));
    expect(await till.consult(code)).toMatchObject({ kind: 'due' });
  });

  it(
    'while it registers and confirms ends with all of it or nothing',
    async () => {
      const code = await till.voucher();
      for (let round = 0; round < 25; round += 1) {
        const transaction = `T${round}`;
        await Promise.all([
          till.register(code, transaction).then(() => till.confirm(transaction)),
          till.reverse(transaction),
          till.register(code, transaction),
        ]);
        expect(await till.reverse(transaction)).toEqual(DONE);
        expect(await till.consult(code)).toMatchObject({ kind: 'due' });
      }
      const facts = await till.facts();
      const paid = facts.filter((one) => one.startsWith('paid'));
      const back = facts.filter((one) => one.startsWith('reversed'));
      expect(back.map((one) => one.split(' ')[1])).toEqual(paid.map((one) => one.split(' ')[1]));
    },
    CROWD_MS,
  );
});
