import { ConnectorError } from '@cauce/connector-kit';
import { json, OPTIONS, page, PretendAch } from './fixtures/pretend-ach.js';
import { request } from './fixtures/requests.js';
import { pseAvanzaConnector } from './pse-avanza.connector.js';

const CREATE = 'CreateTransactionPaymentNF';

function world() {
  const ach = new PretendAch();
  const connector = pseAvanzaConnector(OPTIONS);
  let serial = 0;
  const issue = () => {
    serial += 1;
    return connector.issue(request({ reference: `1763650${serial}` }), ach.call());
  };
  const logIns = () => ach.methods.filter((one) => one === 'log_in').length;
  return { ach, issue, logIns };
}

describe('the log-in', () => {
  it('says who we are, as a form', async () => {
    const { ach, issue } = world();
    await issue();
    expect(ach.asked[0]?.fields).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-7f6e5d4c',
      client_secret: 's3cret-268c8e01',
    });
  });

  it('is done once for many calls, also for those at the same time', async () => {
    const { issue, logIns } = world();
    await Promise.all(Array.from({ length: 10 }, issue));
    await issue();
    expect(logIns()).toBe(1);
  });

  it.each([
    [3599, 2_999_999, 1],
    [3599, 3_000_000, 2],
    ['600', 539_999, 1],
    ['600', 540_000, 2],
    [undefined, 2_999_999, 1],
    [30, 1, 2],
  ])('with a life of %s seconds lasts %i ms: %i', async (expires_in, afterMs, count) => {
    const { ach, issue, logIns } = world();
    ach.tokenReply = () => json(200, { access_token: 'token-a1b2c3', expires_in });
    await issue();
    ach.nowMs += afterMs;
    await issue();
    expect(logIns()).toBe(count);
  });

  it.each([1, 2, 3])('is done again when the token is refused, %i times', async (times) => {
    const { ach, issue, logIns } = world();
    for (let count = 0; count < times; count += 1) ach.plan(CREATE, page(401));
    await expect(issue()).resolves.toBeDefined();
    expect(logIns()).toBe(times + 1);
  });

  it('is given up after three renewals', async () => {
    const { ach, issue, logIns } = world();
    for (let count = 0; count < 9; count += 1) ach.plan(CREATE, page(401));
    await expect(issue()).rejects.toMatchObject({ kind: 'auth_failed' });
    expect(logIns()).toBe(4);
  });

  it.each([
    ['a wrong secret', page(401)],
    ['a closed door', page(403)],
    ['OAuth’s refusal', json(400, { error: 'invalid_client' })],
    [
      'the gateway’s refusal',
      json(400, { ErrorCode: 'invalid_client', Error: 'ClientId is Invalid' }),
    ],
  ])('that fails with %s is refused, and nothing is sent', async (_, reply) => {
    const { ach, issue } = world();
    ach.plan('log_in', reply);
    await expect(issue()).rejects.toMatchObject({ kind: 'auth_failed' });
    expect(ach.methods).toEqual(['log_in']);
  });

  it.each([
    ['a failure', page(500)],
    ['a page', page(200)],
    ['another refusal', json(400, { error: 'invalid_request' })],
    ['no token', json(200, { access_token: '' })],
    ['a life that is no number', json(200, { access_token: 't', expires_in: 'siempre' })],
  ])('that fails with %s leaves the payment unsent', async (_, reply) => {
    const { ach, issue } = world();
    ach.plan('log_in', reply);
    const failing = issue();
    await expect(failing).rejects.toMatchObject({ meaning: { outcome: 'not_sent' } });
    await expect(issue()).resolves.toBeDefined();
  });

  it('is tried by those who waited for one that failed', async () => {
    const { ach, issue, logIns } = world();
    ach.plan('log_in', new ConnectorError('deadline_passed', 'no time left'));
    // Which of the two comes first is open: sealing a request takes its own time.
    const both = await Promise.allSettled([issue(), issue()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(logIns()).toBe(2);
  });
});
