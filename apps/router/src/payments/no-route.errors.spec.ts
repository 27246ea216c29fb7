import type { Candidate, Rejection } from '../routing/choose-route.js';
import { REJECTIONS } from '../routing/choose-route.js';
import { noRouteRefusal } from './no-route.errors.js';

const NOW = new Date('2026-11-20T15:00:00Z');

/** @param seconds - after which routes take calls again, in their order */
const refusalFor = (reasons: readonly Rejection[], seconds: readonly (number | null)[] = []) => {
  const candidates: Candidate[] = reasons.map((reason, index) => ({
    route: `route${index}`,
    chosen: false,
    reason,
  }));
  const known = seconds.flatMap((one, index) =>
    one === null ? [] : [[`route${index}`, new Date(NOW.getTime() + one * 1_000)] as const],
  );
  return noRouteRefusal({ chosen: null, rulesVersion: 1, candidates }, new Map(known), NOW);
};
const refusal = (...reasons: Rejection[]) => refusalFor(reasons);

describe('the refusal when no route would take a payment', () => {
  it('says that it may be otherwise later, when nothing is offered', () => {
    expect(refusal('not_offered', 'not_offered')).toMatchObject({ code: 'NO_ROUTE' });
  });

  it.each([
    ['currency', '/amount/currency'],
    ['limit_min', '/amount/value'],
    ['limit_max', '/amount/value'],
    ['amount_step', '/amount/value'],
  ] as const)('points at what to change for %s: %s', (reason, pointer) => {
    expect(refusal(reason)).toMatchObject({
      code: 'AMOUNT_NOT_COLLECTABLE',
      fieldErrors: [{ pointer, code: reason }],
    });
  });

  it('takes the reason of a route that is offered, not of a method that is not', () => {
    expect(refusal('not_offered', 'limit_max')).toMatchObject({
      code: 'AMOUNT_NOT_COLLECTABLE',
      fieldErrors: [{ code: 'limit_max' }],
    });
  });

  it.each(['breaker_open', 'draining', 'busy'] as const)(
    'asks to come again when a route would take it but is %s now: nothing was sent',
    (reason) => {
      expect(refusal('limit_max', reason)).toMatchObject({
        code: 'ROUTES_UNAVAILABLE',
        status: 503,
        retryable: true,
        outcome: 'not_sent',
      });
    },
  );

  it.each<[string, Rejection[], (number | null)[], number]>([
    ['the end of a maintenance', ['draining'], [1_800], 1_800],
    ['the next probe of a breaker', ['breaker_open'], [41.2], 42],
    ['the soonest of them', ['draining', 'breaker_open'], [1_800, 90], 90],
    ['an hour at most', ['draining'], [86_400], 3_600],
    ['a second at least', ['breaker_open'], [-3], 1],
    ['ten seconds, where a place is soon free', ['busy', 'breaker_open'], [null, 90], 10],
    ['ten seconds, where nobody knows the end', ['draining', 'silent'], [], 10],
    ['what is known, where one ends some day', ['draining', 'breaker_open'], [null, 90], 90],
    ['the next opening of counters', ['closed_hours', 'holiday'], [600, 7_200], 600],
    ['an hour, where counters open tomorrow', ['closed_hours'], [50_000], 3_600],
    ['an hour, where counters do not open for weeks', ['closed_hours', 'holiday'], [], 3_600],
    ['ten seconds, where a half-open breaker is probed', ['breaker_open', 'holiday'], [], 10],
    ['nothing for a route that would not take it', ['limit_max', 'draining'], [5, 600], 600],
  ])('asks to come again after %s', (_, reasons, seconds, retryAfterSeconds) => {
    expect(refusalFor(reasons, seconds)).toMatchObject({
      code: 'ROUTES_UNAVAILABLE',
      retryAfterSeconds,
    });
  });

  it('points at the expiry when nothing could be issued before it', () => {
    expect(refusal('limit_max', 'too_late')).toMatchObject({
      code: 'INVALID_REQUEST',
      fieldErrors: [{ pointer: '/expiresAt', code: 'too_late' }],
    });
  });

  it('points at the document where routes take others', () => {
    expect(refusal('document', 'rule')).toMatchObject({
      code: 'INVALID_REQUEST',
      fieldErrors: [{ pointer: '/payer/document/type', code: 'document' }],
    });
  });

  it('says that the method is not offered where rules leave no route', () => {
    expect(refusal('rule', 'not_offered')).toMatchObject({ code: 'NO_ROUTE', status: 422 });
  });

  it('does not ask to wait for a route that was taken out', () => {
    expect(refusal('withdrawn', 'limit_max')).toMatchObject({ code: 'AMOUNT_NOT_COLLECTABLE' });
    expect(refusal('withdrawn')).toMatchObject({ code: 'NO_ROUTE', status: 422 });
    expect(refusal('withdrawn', 'silent')).toMatchObject({ code: 'ROUTES_UNAVAILABLE' });
  });

  it('points at the amount where a rule leaves only routes that do not take it', () => {
    expect(refusal('rule', 'limit_max')).toMatchObject({
      code: 'AMOUNT_NOT_COLLECTABLE',
      fieldErrors: [{ code: 'limit_max' }],
    });
  });

  it('tells every route with its reason in words', () => {
    const { message } = refusal('limit_min', 'amount_step');
    expect(message).toContain(`route0: ${REJECTIONS.limit_min}`);
    expect(message).toContain(`route1: ${REJECTIONS.amount_step}`);
  });
});
