import { CONNECTOR_ERRORS, ConnectorError } from './connector-error.js';
import { statusError, transportError } from './transport-error.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('what a failed call means', () => {
  it.each([
    ['ECONNREFUSED', 'connect_failed', 'not_sent'],
    ['ENOTFOUND', 'connect_failed', 'not_sent'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connect_failed', 'not_sent'],
    ['CERT_HAS_EXPIRED', 'connect_failed', 'not_sent'],
    ['ECONNRESET', 'connection_lost', 'unknown'],
    ['UND_ERR_SOCKET', 'connection_lost', 'unknown'],
    ['EPIPE', 'connection_lost', 'unknown'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', 'unknown'],
    ['SOMETHING_NEW', 'connection_lost', 'unknown'],
  ])('%s is %s: %s', (code, kind, outcome) => {
    const error = transportError(withCode(code));
    expect(error.kind).toBe(kind);
    expect(error.meaning.outcome).toBe(outcome);
  });

  it('finds the code of a cause', () => {
    const error = new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') });
    expect(transportError(error).kind).toBe('connect_failed');
  });

  it.each(['TimeoutError', 'AbortError'])('%s is a timeout: unknown', (name) => {
    const error = Object.assign(new Error('x'), { name });
    expect(transportError(error).kind).toBe('timeout');
  });

  it('takes anything that is not an error for a lost connection', () => {
    expect(transportError('?').meaning.outcome).toBe('unknown');
  });

  it('keeps an error that has its kind already', () => {
    const error = new ConnectorError('busy', 'x');
    expect(transportError(error)).toBe(error);
  });

  it.each([
    [200, null],
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

  it('never blames a provider for what was not sent to it or what a payer did', () => {
    expect(CONNECTOR_ERRORS.payer_rejected.countsAgainstHealth).toBe(false);
    expect(CONNECTOR_ERRORS.busy.countsAgainstHealth).toBe(false);
    expect(CONNECTOR_ERRORS.invalid_request.countsAgainstHealth).toBe(false);
  });
});
