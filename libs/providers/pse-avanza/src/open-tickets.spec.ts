import { ConnectorError, type ConnectorErrorKind, type Issued } from '@cauce/connector-kit';
import { OpenTickets } from './open-tickets.js';
import { Remembered } from './remembered.js';

const LIFE_MS = 30 * 60_000;
const START = new Date('2026-11-20T15:00:00Z');
const after = (ms: number) => () => new Date(START.getTime() + ms);
const start = after(0);

const request = {
  reference: '1763650123',
  amount: { minor: 8_500_000n, currency: 'COP' as const },
};
const issued: Issued = {
  providerTransactionId: '1466634',
  instruction: { kind: 'redirect', url: 'https://pse.example/1', expiresAt: after(21 * 60_000)() },
};

const works = async () => issued;
const fails = (kind: ConnectorErrorKind) => async () => {
  throw new ConnectorError(kind, 'as the test said');
};
const isDuplicate = { kind: 'duplicate_reference' };

describe('one attempt under a ticket', () => {
  it('gives the same link again, without a second create', async () => {
    const tickets = new OpenTickets(LIFE_MS);
    let creates = 0;
    const create = async () => {
      creates += 1;
      return issued;
    };
    expect(await tickets.once(request, start, create)).toBe(issued);
    expect(await tickets.once(request, after(20 * 60_000), create)).toBe(issued);
    expect(creates).toBe(1);
  });

  it('is not made twice while the first runs', async () => {
    const tickets = new OpenTickets(LIFE_MS);
    const { promise, resolve } = Promise.withResolvers<Issued>();
    const first = tickets.once(request, start, () => promise);
    await expect(tickets.once(request, start, works)).rejects.toMatchObject(isDuplicate);
    resolve(issued);
    expect(await first).toBe(issued);
  });

  it.each(['timeout', 'connection_lost', 'provider_failed', 'malformed_reply'] as const)(
    'is not made again after %s: the first may be pending',
    async (kind) => {
      const tickets = new OpenTickets(LIFE_MS);
      await expect(tickets.once(request, start, fails(kind))).rejects.toMatchObject({ kind });
      await expect(tickets.once(request, start, works)).rejects.toMatchObject(isDuplicate);
      expect(await tickets.once(request, after(LIFE_MS), works)).toBe(issued);
    },
  );

  it('is not made again after a failure that nobody expected', async () => {
    const tickets = new OpenTickets(LIFE_MS);
    const breaks = tickets.once(request, start, () => Promise.reject(new Error('bug')));
    await expect(breaks).rejects.toThrow('bug');
    await expect(tickets.once(request, start, works)).rejects.toMatchObject(isDuplicate);
  });

  it.each(['connect_failed', 'login_failed', 'provider_rejected', 'limit_exceeded'] as const)(
    'may be made again after %s: nothing was begun',
    async (kind) => {
      const tickets = new OpenTickets(LIFE_MS);
      await expect(tickets.once(request, start, fails(kind))).rejects.toMatchObject({ kind });
      expect(await tickets.once(request, start, works)).toBe(issued);
    },
  );

  it('is not another one for another amount, nor for a link that is over', async () => {
    const tickets = new OpenTickets(LIFE_MS);
    await tickets.once(request, start, works);
    const more = { ...request, amount: { minor: 8_500_001n, currency: 'COP' as const } };
    await expect(tickets.once(more, start, works)).rejects.toMatchObject(isDuplicate);
    const late = tickets.once(request, after(21 * 60_000), works);
    await expect(late).rejects.toMatchObject(isDuplicate);
  });

  it('knows what was created, and nothing of what may have been', async () => {
    const tickets = new OpenTickets(LIFE_MS);
    expect(tickets.idOf(request.reference, START)).toBeNull();
    await tickets.once(request, start, fails('timeout')).catch(() => undefined);
    expect(tickets.idOf(request.reference, START)).toBeNull();
    await tickets.once({ ...request, reference: '2' }, start, works);
    expect(tickets.idOf('2', START)).toBe('1466634');
    expect(tickets.idOf('2', after(LIFE_MS)())).toBeNull();
  });

  it('says nothing about other references', async () => {
    const tickets = new OpenTickets(LIFE_MS);
    await tickets.once(request, start, fails('timeout')).catch(() => undefined);
    expect(await tickets.once({ ...request, reference: '2' }, start, works)).toBe(issued);
  });
});

describe('a bounded memory', () => {
  it('forgets the oldest when it is full, and all when their time is over', () => {
    const memory = new Remembered<number>(1_000, 2);
    for (const [index, key] of ['a', 'b', 'c'].entries()) memory.set(key, index, START);
    expect(['a', 'b', 'c'].map((key) => memory.get(key, START))).toEqual([undefined, 1, 2]);
    expect(memory.get('c', after(999)())).toBe(2);
    expect(memory.get('c', after(1_000)())).toBeUndefined();
  });

  it('keeps what was said last, and longest', () => {
    const memory = new Remembered<number>(1_000, 2);
    memory.set('a', 1, START);
    memory.set('b', 2, START);
    memory.set('a', 3, after(500)());
    memory.set('c', 4, after(600)());
    expect(memory.get('a', after(1_400)())).toBe(3);
    expect(memory.get('b', after(600)())).toBeUndefined();
  });
});
