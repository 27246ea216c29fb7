import { payment } from '../fixtures/mercadopago-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { found, searchQuerySchema } from './search-query.js';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const paidAt = daysAgo(1);
const KNOWN = [
  payment({ id: 1, createdAt: daysAgo(366) }),
  payment({ id: 2, createdAt: daysAgo(40), paidAt }),
  payment({ id: 3, createdAt: daysAgo(2), changedAt: paidAt }),
  payment({ id: 4 }),
];

const ids = (query: object) =>
  found(KNOWN, searchQuerySchema.parse(query), NOW).map(({ id }) => id);

describe('a search', () => {
  it.each([
    ['what a year ago was made, and before, not', {}, [2, 3, 4]],
    ['in the order of creation, backwards', { criteria: 'desc' }, [4, 3, 2]],
    ['by number', { sort: 'id', criteria: 'desc' }, [4, 3, 2]],
    ['of the last days', { begin_date: 'NOW-30DAYS', end_date: 'NOW' }, [3, 4]],
    ['until a day', { end_date: 'NOW-1MONTH' }, [2]],
    ['from an instant', { begin_date: '2026-11-20T15:00:00.000Z' }, [4]],
    ['by approval', { range: 'date_approved', begin_date: 'NOW-1DAYS' }, [2]],
    ['by release', { range: 'money_release_date', end_date: 'NOW' }, [2]],
    ['by the latest change', { range: 'date_last_updated', end_date: 'NOW-1DAY' }, [3]],
  ])('finds %s', (_, query, expected) => {
    expect(ids(query)).toEqual(expected);
  });

  it.each([
    ['sort', 'amount', '1003'],
    ['criteria', 'up', '1004'],
    ['range', 'date', '1'],
    ['begin_date', '2026-11-20', '1001'],
    ['end_date', 'NOW-1', '1001'],
    ['limit', '1001', '1000'],
    ['limit', 'all', '1'],
    ['offset', '-1', '1'],
  ])('is refused for %s=%s', (name, value, code) => {
    const parsed = searchQuerySchema.safeParse({ [name]: value });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([code]);
  });
});
