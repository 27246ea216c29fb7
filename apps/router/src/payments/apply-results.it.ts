import type { ConnectorResult } from '@cauce/contracts';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import { ATTEMPT_STATUSES, type AttemptStatus } from './attempt.entity.js';

type Made = Awaited<ReturnType<RouterWorld['create']>>;

/** T2 as one table: where an attempt stands × what a connector says of it. */
describe('a connector’s result', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

  const refused = (outcome: 'rejected' | 'not_sent', reroutable = false) => ({
    outcome,
    reason: outcome,
    reroutable,
  });
  const read = (status: ConnectorResult['status'], hasVoucher = false) => ({
    operation: 'read_status' as const,
    status,
    instruction: hasVoucher ? world.voucher() : null,
  });

  /** Every answer that a connector can give, in the order of the columns below. */
  const RESULTS: Record<string, () => Partial<ConnectorResult>> = {
    'issue done': () => ({ outcome: 'done', instruction: world.voucher() }),
    'issue unknown': () => ({ outcome: 'unknown', reason: 'timeout' }),
    'issue rejected': () => refused('rejected'),
    'issue not_sent': () => refused('not_sent'),
    'status pending, with its voucher': () => read('pending', true),
    'status pending, without': () => read('pending'),
    'status absent': () => read('absent'),
    'status paid': () => read('paid'),
    'status reversed': () => read('reversed'),
    'status rejected': () => read('rejected'),
    'status expired': () => read('expired'),
    'status cancelled': () => read('cancelled'),
    'status that could not be read': () => ({ ...read(null), outcome: 'unknown' }),
    'cancel done': () => ({ operation: 'cancel' }),
  };

  /** How an attempt gets where it stands. */
  const PATHS: Record<AttemptStatus, () => Promise<Made>> = {
    sending: () => world.create(),
    unknown: () => after({ outcome: 'unknown', reason: 'timeout' }),
    issued: () => world.issued(),
    rejected: () => after(refused('rejected')),
    not_sent: () => after(refused('not_sent')),
    absent: async () => {
      const made = await after({ outcome: 'unknown', reason: 'timeout' });
      world.clock.advance(75_000);
      for (let count = 0; count < 3; count += 1) await world.status(made.attempt, 'absent');
      return made;
    },
    expired: async () => {
      const made = await world.issued();
      await world.fact(made.attempt, { kind: 'expired' });
      return made;
    },
    cancelled: async () => {
      const made = await world.issued();
      await world.cancel(made.payment.id, 'table');
      return made;
    },
    orphaned: async () => {
      const made = await after(refused('not_sent'));
      await world.result(made.attempt, { outcome: 'done', instruction: world.voucher() });
      return made;
    },
  };

  async function after(result: Partial<ConnectorResult>): Promise<Made> {
    const made = await world.create();
    await world.result(made.attempt, result);
    return made;
  }

  const same = (count: number, status: string) => Array.from({ length: count }, () => status);

  /** Where each result takes it, one column a result. Once it is over, only a voucher that turns up is news. */
  const EXPECTED: Record<AttemptStatus, string[]> = {
    sending: ['issued', 'unknown', 'rejected', 'not_sent', ...same(10, 'sending')],
    unknown: [
      ...['issued', 'unknown', 'rejected', 'not_sent', 'issued', 'unknown', 'unknown'],
      ...['issued', 'issued', 'rejected', 'expired', 'cancelled', 'unknown', 'unknown'],
    ],
    issued: same(14, 'issued'),
    rejected: ['orphaned', ...same(13, 'rejected')],
    not_sent: ['orphaned', ...same(13, 'not_sent')],
    absent: ['orphaned', ...same(13, 'absent')],
    expired: same(14, 'expired'),
    cancelled: same(14, 'cancelled'),
    orphaned: same(14, 'orphaned'),
  };

  /** What the merchant sees of a payment whose open attempt came to that. */
  const SHOWN: Record<string, string> = {
    sending: 'processing',
    unknown: 'processing',
    issued: 'awaiting_payment',
    rejected: 'failed',
    not_sent: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
  };

  for (const status of ATTEMPT_STATUSES) {
    Object.entries(RESULTS).forEach(([name, result], column) => {
      const expected = EXPECTED[status][column] ?? '';
      it(`${name}, for one that is ${status} → ${expected}`, async () => {
        const { payment, attempt } = await PATHS[status]();
        const before = await world.payment(payment.id);
        expect(before.attempts[0]?.status).toBe(status);
        await world.result(attempt, result());
        const now = await world.payment(payment.id);
        expect(now.attempts[0]?.status).toBe(expected);
        const isOpen = status === 'sending' || status === 'unknown';
        expect(now.status).toBe(isOpen ? SHOWN[expected] : before.status);
        expect(now.attempts).toHaveLength(before.attempts.length);
      });

      it(`${name}, for one that is ${status}, twice: once`, async () => {
        const { payment, attempt } = await PATHS[status]();
        await world.result(attempt, result());
        const once = await world.payment(payment.id);
        const story = await world.storyOf(payment.id);
        await world.result(attempt, result());
        const { attempts, status: shown } = await world.payment(payment.id);
        expect([shown, attempts]).toEqual([once.status, once.attempts]);
        expect(await world.storyOf(payment.id)).toEqual(story);
      });
    });
  }
});
