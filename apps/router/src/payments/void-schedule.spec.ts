import type { ConnectorResult } from '@cauce/contracts';
import { endsVoiding, nextVoidAt } from './void-schedule.js';

const now = new Date('2026-11-20T15:00:00Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('when to ask again that a voucher be voided', () => {
  it('soon, then less soon, and not for ever', () => {
    const minutes = [1, 2, 3, 4, 5, 11, 12].map((voids) => {
      const next = nextVoidAt(now, voids, null);
      return next === null ? null : (next.getTime() - now.getTime()) / 60_000;
    });
    expect(minutes).toEqual([1, 5, 30, 120, 360, 360, null]);
  });

  it('not when nobody can pay it any more by then', () => {
    expect(nextVoidAt(now, 2, after(5))).toBeNull();
    expect(nextVoidAt(now, 2, after(6))).toEqual(after(5));
  });
});

describe('an answer to a request to void', () => {
  it.each<[ConnectorResult['outcome'], string | null, boolean]>([
    ['done', null, true],
    ['rejected', 'provider_rejected', true],
    ['rejected', 'invalid_request', true],
    ['rejected', 'maintenance', false],
    ['rejected', 'auth_failed', false],
    ['rejected', 'held', false],
    ['not_sent', 'connect_failed', false],
    ['unknown', 'timeout', false],
  ])('%s (%s) is the last one: %s', (outcome, reason, isLast) => {
    expect(endsVoiding({ outcome, reason })).toBe(isLast);
  });
});
