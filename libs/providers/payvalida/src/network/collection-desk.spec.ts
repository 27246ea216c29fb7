import { money, type Money } from '@cauce/money';
import { sha512 } from '../payvalida.checksums.js';
import { answerCollection } from './answer-collection.js';
import type {
  CollectionDesk,
  CollectionDone,
  CollectionRefused,
  CollectionReason,
} from './collection-desk.js';

const NETWORK = { name: 'RED', fixedHash: 'FIXEDHASH' };
const WINDOW_MS = 30_000;
const DONE: CollectionDone = { kind: 'done' };
const no = (reason: CollectionReason): CollectionRefused => ({ kind: 'refused', reason });

interface Kept {
  readonly reference: string;
  readonly amount: Money;
  readonly confirmedAtMs: number | null;
}

/** The smallest desk that keeps to its interface: one reference is due, and everything is in memory. */
class MemoryDesk implements CollectionDesk {
  nowMs = 0;
  private readonly kept = new Map<string, Kept | 'reversed'>();

  constructor(private readonly due: { reference: string; amount: Money }) {}

  async consult({ reference }: { reference: string }) {
    if (reference !== this.due.reference || this.isTaken()) return no('not_due');
    return { kind: 'due' as const, amount: this.due.amount, description: '', merchantName: '' };
  }

  async register(payment: { reference: string; amount: Money; transaction: string }) {
    const { reference, amount, transaction } = payment;
    const done = { kind: 'registered' as const, id: `7${transaction}` };
    const known = this.kept.get(transaction);
    if (known === 'reversed') return no('reversed_before');
    if (known !== undefined) {
      const isSame = known.reference === reference && known.amount.minor === amount.minor;
      return isSame ? { ...done, description: '', merchantName: '' } : no('wrong_transaction');
    }
    if (reference !== this.due.reference || this.isTaken()) return no('not_due');
    if (amount.minor !== this.due.amount.minor) return no('wrong_amount');
    this.kept.set(transaction, { reference, amount, confirmedAtMs: null });
    return { ...done, description: '', merchantName: '' };
  }

  async confirm({ transaction }: { transaction: string }) {
    const known = this.kept.get(transaction);
    if (known === undefined) return no('unknown_transaction');
    if (known === 'reversed') return no('reversed_before');
    this.kept.set(transaction, { ...known, confirmedAtMs: known.confirmedAtMs ?? this.nowMs });
    return DONE;
  }

  async reverse({ transaction }: { transaction: string }) {
    const known = this.kept.get(transaction);
    const confirmedAtMs = known === undefined || known === 'reversed' ? null : known.confirmedAtMs;
    const isLate = confirmedAtMs !== null && this.nowMs - confirmedAtMs > WINDOW_MS;
    if (isLate) return no('not_reversible');
    this.kept.set(transaction, 'reversed');
    return DONE;
  }

  private isTaken(): boolean {
    return [...this.kept.values()].some((one) => one !== 'reversed');
  }
}

/** A till that signs what it asks; each answer is its code. */
function tillAt(desk: CollectionDesk) {
  const ask = async (method: string, path: string, query: string, fields: object) => {
    const body = Buffer.from(JSON.stringify(fields));
    const answer = await answerCollection(desk, [NETWORK], { method, path, query, body });
    return String(JSON.parse(answer?.body ?? '{}').CODE);
  };
  const sign = (...fields: string[]) => sha512([NETWORK.name, ...fields, NETWORK.fixedHash]);
  const { name } = NETWORK;
  const confirming = (confirm: string) => (transaction: string) =>
    ask('PATCH', 'transactions', '', {
      ...{ name, transaction, confirm },
      checksum: sign(transaction),
    });
  return {
    consult: (reference: string) =>
      ask('GET', `orders/${reference}`, `name=${name}&checksum=${sign(reference)}`, {}),
    register: (transaction: string, amount = '45000', reference = '73841') =>
      ask('POST', 'transactions', '', {
        ...{ name, reference, amount, transaction, teller: '1', money: 'COP' },
        checksum: sign(reference, amount, transaction),
      }),
    confirm: confirming('true'),
    reverse: confirming('false'),
  };
}

describe('a desk that keeps to its interface', () => {
  let desk: MemoryDesk;
  let till: ReturnType<typeof tillAt>;

  beforeEach(() => {
    desk = new MemoryDesk({ reference: '73841', amount: money(4_500_000n, 'COP') });
    till = tillAt(desk);
  });

  it('takes the money once, however often a till asks', async () => {
    expect(await till.consult('0073841')).toBe('0000');
    const codes = [await till.register('1'), await till.register('1'), await till.confirm('1')];
    expect([...codes, await till.confirm('1')]).toEqual(['0000', '0000', '0000', '0000']);
    expect(await till.consult('73841')).toBe('0041');
  });

  it('refuses the second till before it takes cash, and another amount', async () => {
    expect(await till.register('1', '44999')).toBe('0021');
    await till.register('1');
    expect(await till.register('2')).toBe('0041');
    expect(await till.register('1', '1')).toBe('0010');
  });

  it('takes a reverse for thirty seconds, and then the reference is due again', async () => {
    await till.register('1');
    await till.confirm('1');
    desk.nowMs = WINDOW_MS;
    expect(await till.reverse('1')).toBe('0000');
    expect(await till.confirm('1')).toBe('0014');
    expect(await till.register('2')).toBe('0000');
    await till.confirm('2');
    desk.nowMs = 2 * WINDOW_MS + 1;
    expect(await till.reverse('2')).toBe('0015');
  });

  it('refuses a register that comes after its reverse', async () => {
    expect(await till.reverse('1')).toBe('0000');
    expect(await till.register('1')).toBe('0014');
    expect(await till.consult('73841')).toBe('0000');
  });
});
