import { connectorContract, SandboxContractWorld } from '@cauce/connector-kit';
import { EPAYCO_ACCOUNT, epaycoAt, epaycoUnderContract } from '@cauce/provider-epayco/contract';
import { startSandbox } from '@cauce/sandbox';
import { efectyRoute } from './fixtures/efecty-route.js';

const sandbox = await startSandbox({
  host: '127.0.0.1',
  port: 0,
  dataDir: null,
  epayco: EPAYCO_ACCOUNT,
});
const world = await SandboxContractWorld.open(
  sandbox.url,
  epaycoUnderContract(sandbox.url, efectyRoute),
);

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

describe('efecty.epayco keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('efecty.epayco over the wire of ePayco', () => {
  it('logs in once for many calls, and again when its token is refused', async () => {
    const connector = world.freshConnector();
    const purposes: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const call = world.call();
      await connector.issue(world.request(), call);
      purposes.push(...call.exchanges.map((one) => one.purpose));
    }
    expect(purposes).toEqual(['log_in', 'execute', 'execute', 'execute']);
    const expired = world.call();
    const reply = { status: 401, headers: {}, body: Buffer.from('{}') };
    const answers = [reply];
    const issued = await connector.issue(world.request(), {
      signal: expired.signal,
      now: expired.now,
      send: async (request) => answers.shift() ?? expired.send(request),
    });
    expect(issued.instruction.kind).toBe('voucher');
    expect(expired.exchanges.map((one) => one.purpose)).toEqual(['log_in', 'execute']);
  });

  it('many calls at once share one log-in', async () => {
    const connector = world.freshConnector();
    const calls = Array.from({ length: 10 }, () => world.call());
    await Promise.all(calls.map((call) => connector.issue(world.request(), call)));
    const logIns = calls
      .flatMap((call) => call.exchanges)
      .filter((one) => one.purpose === 'log_in');
    expect(logIns).toHaveLength(1);
  });

  it('gets the end of the voucher from ePayco, which clips what is too soon or too late', async () => {
    const { expiry } = world.connector;
    for (const wish of [1, expiry.minimumMs * 2, expiry.maximumMs * 2]) {
      const expiresAt = new Date(Date.now() + wish);
      const { instruction } = await world.connector.issue(
        world.request({ expiresAt }),
        world.call(),
      );
      const lifeMs = instruction.expiresAt.getTime() - Date.now();
      expect(lifeMs).toBeGreaterThan(expiry.minimumMs - 5_000);
      expect(lifeMs).toBeLessThan(expiry.maximumMs + 5_000);
    }
  });

  it('takes no transaction of another kind of account for money', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    const query = { reference: request.reference, providerTransactionIds: [] };
    const live = efectyRoute({ ...epaycoAt(sandbox.url), CAUCE_EPAYCO_TEST: 'false' });
    const status = await live.readStatus({ ...query, scope: 'reference' }, world.call());
    expect(status).toEqual({ kind: 'absent' });
  });

  it('says that the reference is there already when another amount is asked for under it', async () => {
    const request = world.request();
    await world.connector.issue(request, world.call());
    const amount = { minor: request.amount.minor + 100n, currency: 'COP' as const };
    const again = world.connector.issue({ ...request, amount }, world.call());
    await expect(again).rejects.toMatchObject({ kind: 'duplicate_reference' });
  });

  it('reads confirmations in their GET form too', async () => {
    await world.connector.issue(world.request(), world.call());
    const { reference, callback } = await world.paidCallback();
    const query = Buffer.from(callback.body).toString('utf8');
    const asGet = { ...callback, method: 'GET', query, contentType: null, body: new Uint8Array() };
    expect(world.connector.readCallback?.(asGet)).toMatchObject({
      kind: 'hint',
      hint: { reference, claims: 'paid' },
    });
  });

  it('is not fooled by a forged confirmation of ePayco’s own form', async () => {
    const { instruction } = await world.connector.issue(world.request(), world.call());
    const code = instruction.kind === 'voucher' ? instruction.code : '';
    const forged = await world.forgedCallback(code);
    expect(world.connector.readCallback?.(forged)).toMatchObject({ kind: 'forged' });
  });
});
