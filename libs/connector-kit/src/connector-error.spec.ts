import { CONNECTOR_ERRORS, ConnectorError, toConnectorError } from './connector-error.js';

const kindsThat = (
  isSo: (one: (typeof CONNECTOR_ERRORS)[keyof typeof CONNECTOR_ERRORS]) => boolean,
) =>
  Object.entries(CONNECTOR_ERRORS)
    .filter(([, meaning]) => isSo(meaning))
    .map(([kind]) => kind);

describe('a kind of failure', () => {
  it('says nothing of the provider’s health when our credentials are refused', () => {
    expect(CONNECTOR_ERRORS.auth_failed).toMatchObject({
      outcome: 'rejected',
      reroute: true,
      countsAgainstHealth: false,
    });
  });

  it('counts against the provider’s health only when something technical is wrong there', () => {
    expect(kindsThat((one) => one.countsAgainstHealth)).toEqual([
      'connect_failed',
      'login_failed',
      'maintenance',
      'timeout',
      'connection_lost',
      'provider_failed',
      'malformed_reply',
      'wrong_reference',
    ]);
  });

  it('allows neither a retry nor another route while nobody knows whether it was executed', () => {
    const unknown = kindsThat(({ outcome }) => outcome === 'unknown');
    expect(unknown).toContain('timeout');
    expect(kindsThat((one) => one.outcome === 'unknown' && (one.retry || one.reroute))).toEqual([]);
  });
});

it('anything else that is thrown may have been executed', () => {
  const bug = new TypeError('x is not a function');
  expect(toConnectorError(bug)).toMatchObject({ kind: 'malformed_reply', cause: bug });
  const known = new ConnectorError('timeout', 'said so');
  expect(toConnectorError(known)).toBe(known);
});
