import type { ConnectorResult } from '@cauce/contracts';
import { attemptRow } from '../fixtures/rows.js';
import { voucher } from '../fixtures/wire-builders.js';
import { applyResult, leaseRanOut, type AttemptSoFar } from './apply-results.js';
import { ATTEMPT_STATUSES } from './attempt.entity.js';

const HORIZON_MS = 60_000;
const start = attemptRow().startedAt;
const after = (ms: number) => new Date(start.getTime() + ms);

/** An attempt that nothing was heard of yet. */
const sent = (overrides: Partial<AttemptSoFar> = {}): AttemptSoFar => ({
  ...attemptRow({ status: 'sending', outcome: null, instruction: null }),
  ...overrides,
});
const unknown = (absences = 0) => sent({ status: 'unknown', outcome: 'unknown', absences });

const issue = (result: Partial<ConnectorResult>): ConnectorResult => ({
  operation: 'issue',
  attemptId: 'att_1',
  paymentId: 'pay_1',
  route: 'efecty.epayco',
  outcome: 'done',
  reason: null,
  reroutable: false,
  providerTransactionId: null,
  instruction: null,
  status: null,
  ...result,
});
const read = (status: ConnectorResult['status'], result: Partial<ConnectorResult> = {}) =>
  issue({ operation: 'read_status', status, ...result });

const known = (atMs: number, answeredAtMs = atMs) => ({
  now: after(atMs),
  answeredAt: after(answeredAtMs),
  hiddenMs: HORIZON_MS,
  isUnneeded: false,
});
const follows = (attempt: AttemptSoFar, result: ConnectorResult, atMs = HORIZON_MS) =>
  applyResult(attempt, result, known(atMs)).follows;
const changes = (attempt: AttemptSoFar, result: ConnectorResult, atMs = HORIZON_MS) =>
  applyResult(attempt, result, known(atMs)).changes;

describe('what follows from an answer', () => {
  it.each(['rejected', 'not_sent'] as const)(
    '%s: over, with the reason it was given',
    (outcome) => {
      const answer = issue({ outcome, reason: 'busy', reroutable: true });
      expect(follows(sent(), answer)).toEqual({ kind: 'over', reason: 'busy', mayRetry: true });
      expect(changes(sent(), answer)).toMatchObject({
        status: outcome,
        endedAt: after(HORIZON_MS),
      });
    },
  );

  it('unknown: never over, even where the answer says that another route would do', () => {
    const answer = issue({ outcome: 'unknown', reason: 'timeout', reroutable: true });
    for (const attempt of [sent(), unknown(), unknown(2)]) {
      expect(follows(attempt, answer)).toEqual({ kind: 'unknown', reason: 'timeout' });
    }
  });

  it('done: the voucher, once; a second answer is no news', () => {
    const answer = issue({ instruction: voucher('1') });
    expect(follows(sent(), answer)).toEqual({ kind: 'issued' });
    expect(changes(sent(), answer)).toMatchObject({ status: 'issued', instruction: { code: '1' } });
    expect(follows(attemptRow(), issue({ instruction: voucher('2') }))).toEqual({
      kind: 'nothing',
    });
    expect(changes(attemptRow(), issue({ instruction: voucher('2') }))).toMatchObject({
      instruction: { code: '998877' },
    });
  });

  it.each(['rejected', 'not_sent', 'absent'] as const)(
    'done after %s: an orphan, which is voided and not shown',
    (status) => {
      const attempt = sent({ status, outcome: status === 'rejected' ? 'rejected' : 'not_sent' });
      expect(follows(attempt, issue({ instruction: voucher() }))).toEqual({ kind: 'orphaned' });
      expect(changes(attempt, issue({ instruction: voucher() })).status).toBe('orphaned');
    },
  );

  it.each([
    ['done', sent(), issue({ instruction: voucher('1') })],
    ['found', unknown(), read('pending', { instruction: voucher('1') })],
    ['found paid too', unknown(), read('paid', { instruction: voucher('1') })],
  ])('%s when another one was paid: given up, which is voided', (_, attempt, answer) => {
    const applied = applyResult(attempt, answer, { ...known(HORIZON_MS), isUnneeded: true });
    expect(applied.follows).toEqual({ kind: 'unneeded' });
    expect(applied.changes).toMatchObject({
      ...{ status: 'cancelled', outcome: 'done', reason: 'another_was_paid', resolveAt: null },
      instruction: { code: '1' },
    });
  });

  it('found without its voucher when another one was paid: given up all the same', () => {
    const unneeded = { ...known(HORIZON_MS), isUnneeded: true };
    const applied = applyResult(unknown(2), read('pending'), unneeded);
    expect(applied.follows).toEqual({ kind: 'unneeded' });
    expect(applied.changes).toMatchObject({ status: 'cancelled', instruction: null });
  });

  it.each([
    ['an orphan', sent({ status: 'absent', outcome: 'not_sent' }), 'orphaned'],
    ['one whose voucher is known', attemptRow(), undefined],
  ])('done when another one was paid, for %s: as ever', (_, attempt, status) => {
    const answer = issue({ instruction: voucher('1') });
    const applied = applyResult(attempt, answer, { ...known(HORIZON_MS), isUnneeded: true });
    expect(applied.changes.status).toBe(status);
  });

  it('of an attempt that is over is nothing, unless it tells of a voucher', () => {
    const over = ATTEMPT_STATUSES.filter((one) => one !== 'sending' && one !== 'unknown');
    for (const status of over) {
      for (const outcome of ['rejected', 'not_sent', 'unknown'] as const) {
        const attempt = sent({ status, outcome: 'not_sent' });
        expect(follows(attempt, issue({ outcome, reroutable: true }))).toEqual({ kind: 'nothing' });
      }
    }
  });
});

describe('what follows from a look at the provider', () => {
  it.each([
    [1, HORIZON_MS, 'nothing'],
    [2, HORIZON_MS - 1, 'nothing'],
    [2, HORIZON_MS, 'over'],
  ])('absent after %i absences, %i ms after it was sent: %s', (before, atMs, kind) => {
    expect(follows(unknown(before), read('absent'), atMs).kind).toBe(kind);
    expect(changes(unknown(before), read('absent'), atMs).absences).toBe(before + 1);
  });

  it('absent: by when it was seen, however late the answer comes, and never later than now', () => {
    const kindOf = (atMs: number, answeredAtMs: number) =>
      applyResult(unknown(2), read('absent'), known(atMs, answeredAtMs)).follows.kind;
    expect(kindOf(10 * HORIZON_MS, HORIZON_MS - 1)).toBe('nothing');
    expect(kindOf(10 * HORIZON_MS, HORIZON_MS)).toBe('over');
    expect(kindOf(HORIZON_MS - 1, 10 * HORIZON_MS)).toBe('nothing');
  });

  it('pending without a voucher: absences before it were no proof', () => {
    expect(changes(unknown(2), read('pending'))).toEqual({ absences: 0 });
    expect(follows(unknown(2), read('pending', { instruction: voucher() })).kind).toBe('issued');
  });

  it.each([
    ['rejected', 'not_issued'],
    ['expired', 'expired'],
    ['cancelled', 'cancelled'],
  ] as const)(
    '%s: the payment has ended with it, and no other attempt is made',
    (status, event) => {
      expect(follows(unknown(), read(status))).toEqual({ kind: 'closed', event, reason: status });
    },
  );

  it('that failed says nothing, and so does one about an attempt whose fate is known', () => {
    expect(follows(unknown(2), read('absent', { outcome: 'unknown' }))).toEqual({
      kind: 'nothing',
    });
    for (const status of ATTEMPT_STATUSES.filter((one) => one !== 'unknown')) {
      expect(follows(sent({ status, absences: 2 }), read('absent'))).toEqual({ kind: 'nothing' });
    }
  });
});

describe('a lease that ran out', () => {
  it('leaves an attempt of which nobody knows whether it was executed, and no other', () => {
    expect(leaseRanOut(sent())).toEqual({
      changes: { status: 'unknown', outcome: 'unknown', reason: 'lease_ran_out' },
      follows: { kind: 'unknown', reason: 'lease_ran_out' },
    });
    expect(leaseRanOut(unknown()).follows).toEqual({ kind: 'nothing' });
  });
});

describe('an answer to a cancellation', () => {
  it.each([
    ['done', null, true],
    ['rejected', 'not_found', true],
    ['rejected', 'maintenance', false],
    ['unknown', 'timeout', false],
  ] as const)('%s (%s): ends the asking: %s', (outcome, reason, ends) => {
    const { voidAt } = changes(attemptRow(), issue({ operation: 'cancel', outcome, reason }));
    expect(voidAt).toBe(ends ? null : undefined);
  });
});
