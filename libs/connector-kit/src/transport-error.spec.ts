import fc from 'fast-check';
import { CONNECTOR_ERRORS, ConnectorError } from './connector-error.js';
import { statusError, transportError } from './transport-error.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });
const before = { wasHandedOver: false, isOutOfTime: false };
const after = { wasHandedOver: true, isOutOfTime: false };

describe('what a failed transmission means', () => {
  it.each([
    ['ECONNREFUSED', 'connect_failed'],
    ['ENOTFOUND', 'connect_failed'],
    ['ECONNRESET', 'connect_failed'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connect_failed'],
    ['CERT_HAS_EXPIRED', 'connect_failed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'connect_failed'],
    ['UND_ERR_INVALID_ARG', 'invalid_request'],
    ['ERR_INVALID_URL', 'invalid_request'],
  ])('%s before the hand-over is %s', (code, kind) => {
    expect(transportError(withCode(code), before).kind).toBe(kind);
  });

  it.each([
    ['ECONNRESET', 'connection_lost'],
    ['EHOSTUNREACH', 'connection_lost'],
    ['ECONNREFUSED', 'connection_lost'],
    ['UND_ERR_SOCKET', 'connection_lost'],
    ['EPIPE', 'connection_lost'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
    ['HPE_INVALID_CONSTANT', 'malformed_reply'],
    ['UND_ERR_HEADERS_OVERFLOW', 'malformed_reply'],
    ['SOMETHING_NEW', 'connection_lost'],
  ])('%s after the hand-over is %s', (code, kind) => {
    expect(transportError(withCode(code), after).kind).toBe(kind);
  });

  it('is unknown after the hand-over and never before it, whatever the error is', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.boolean(),
        fc.boolean(),
        (error, wasHandedOver, isOutOfTime) => {
          const { outcome } = transportError(error, { wasHandedOver, isOutOfTime }).meaning;
          expect(outcome === 'unknown').toBe(wasHandedOver);
        },
      ),
    );
  });

  it('is a deadline or a timeout when the time ran out', () => {
    const error = withCode('ECONNRESET');
    expect(transportError(error, { ...before, isOutOfTime: true }).kind).toBe('deadline_passed');
    expect(transportError(error, { ...after, isOutOfTime: true }).kind).toBe('timeout');
  });

  it('finds the code of a cause, and survives causes that go in circles', () => {
    const wrapped = new TypeError('failed', { cause: withCode('ETIMEDOUT') });
    expect(transportError(wrapped, after).kind).toBe('timeout');
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    expect(transportError(circle, after).kind).toBe('connection_lost');
  });

  it('judges even what cannot be written as text', () => {
    expect(transportError({ toString: 0 }, before).kind).toBe('connect_failed');
    expect(transportError(Object.create(null), after).kind).toBe('connection_lost');
  });

  it('keeps an error that has its kind already', () => {
    const error = new ConnectorError('malformed_reply', 'x');
    expect(transportError(error, before)).toBe(error);
  });

  it.each([
    [200, null],
    [302, null],
    [400, null],
    [404, null],
    [408, 'provider_failed'],
    [425, 'provider_failed'],
    [429, 'provider_failed'],
    [500, 'provider_failed'],
    [503, 'provider_failed'],
  ])('HTTP %i → %s', (status, kind) => {
    expect(statusError(status)?.kind ?? null).toBe(kind);
  });
});

describe('the table of kinds', () => {
  const kinds = Object.entries(CONNECTOR_ERRORS);

  it('lets nothing with an unknown outcome be tried again anywhere', () => {
    for (const [, meaning] of kinds.filter(([, one]) => one.outcome === 'unknown')) {
      expect(meaning).toMatchObject({ retry: false, reroute: false });
    }
  });

  it('lets everything that was not sent be tried again', () => {
    for (const [, meaning] of kinds.filter(([, one]) => one.outcome === 'not_sent')) {
      expect(meaning).toMatchObject({ retry: true, reroute: true });
    }
  });

  it('lets every refusal go to another route, but one that is about the payer or a till', () => {
    const refusals = kinds.filter(([, one]) => one.outcome === 'rejected');
    const stuck = refusals.filter(([, one]) => !one.reroute).map(([kind]) => kind);
    expect(stuck).toEqual(['held', 'payer_rejected']);
  });

  it('never blames a provider for what was not sent to it or what a payer did', () => {
    const { payer_rejected, busy, deadline_passed, invalid_request, limit_exceeded } =
      CONNECTOR_ERRORS;
    for (const one of [payer_rejected, busy, deadline_passed, invalid_request, limit_exceeded]) {
      expect(one.countsAgainstHealth).toBe(false);
    }
  });
});
