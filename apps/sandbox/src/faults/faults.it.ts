import { eventually } from '@cauce/testing';
import { KEYS, SandboxUnderTest } from '../fixtures/sandbox-under-test.js';
import { PROTOCOLS } from '../protocols.js';
import { FAULT_KIND_NAMES, FAULT_KINDS, FAULT_OPERATIONS, type FaultKind } from './fault-kinds.js';

/** How long these tests wait for an answer that does not come; the caller's patience. */
const PATIENCE_MS = 300;

/** The status of an answer, or what happened instead. */
async function outcome(call: () => Promise<{ status: number; text: string }>): Promise<string> {
  try {
    const { status, text } = await call();
    return status === 200 && !isJson(text) ? 'broken JSON' : String(status);
  } catch (error) {
    const { name, cause } = error as { name: string; cause?: { code?: string } };
    return cause?.code ?? name;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('faults', () => {
  let sandbox: SandboxUnderTest;
  let count = 0;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => {
    count += 1;
  });
  afterEach(() => sandbox.send('DELETE', '/sandbox/faults'));

  const fault = (kind: FaultKind, operation = 'issue', more: Record<string, unknown> = {}) =>
    sandbox.post('/faults', { protocol: 'epayco', operation, kind, delayMs: 0, ...more });
  const factura = () => `fault-${count}`;
  const issued = async () => (await sandbox.journal(`?reference=${factura()}`)).length;

  it.each<[FaultKind, string]>([
    ['reset', 'ECONNRESET'],
    ['http_500', '500'],
    ['http_500_after', '500'],
    ['slow', '200'],
    ['malformed', 'broken JSON'],
    ['maintenance', '503'],
  ])('%s while issuing → %s', async (kind, expected) => {
    await fault(kind);
    expect(await outcome(() => sandbox.cash({ factura: factura() }))).toBe(expected);
    expect(await issued()).toBe(FAULT_KINDS[kind].executes ? 1 : 0);
  });

  it('counts a call for as long as its caller waits, answered or not', async () => {
    await sandbox.send('DELETE', '/sandbox/calls');
    const issuing = async () => {
      const { data } = (await sandbox.get('/calls')).body as { data: Record<string, unknown>[] };
      return data.find((one) => one['protocol'] === 'epayco' && one['operation'] === 'issue');
    };
    await fault('drop_reply', 'issue', { count: 2 });
    sandbox.patienceMs = PATIENCE_MS;
    const calls = ['a', 'b'].map((name) =>
      outcome(() => sandbox.cash({ factura: `${factura()}-${name}` })),
    );
    expect(await Promise.all(calls)).toEqual(['TimeoutError', 'TimeoutError']);
    sandbox.patienceMs = null;
    await sandbox.cash({ factura: factura() });
    await eventually(async () => {
      expect(await issuing()).toMatchObject({ received: 3, inFlight: 0, mostInFlight: 2 });
    });
  });

  it('reject: a refusal in the shape of ePayco, nothing executed', async () => {
    await fault('reject');
    const { status, body } = await sandbox.cash({ factura: factura() });
    expect([status, body['success'], await issued()]).toEqual([200, false, 0]);
  });

  it.each<[FaultKind, number]>([
    ['drop_request', 0],
    ['drop_reply', 1],
  ])(
    '%s while issuing: the caller hears nothing, and there are %d vouchers',
    async (kind, vouchers) => {
      await fault(kind);
      sandbox.patienceMs = PATIENCE_MS;
      const heard = await outcome(() => sandbox.cash({ factura: factura() }));
      sandbox.patienceMs = null;
      expect([heard, await issued()]).toEqual(['TimeoutError', vouchers]);
      expect((await sandbox.cash({ factura: factura() })).status).toBe(200);
      expect(await issued()).toBe(1);
    },
  );

  it('a caller that waits does not keep the sandbox from stopping', async () => {
    const other = await SandboxUnderTest.start();
    const silent = { protocol: 'epayco', operation: 'status', kind: 'drop_reply' };
    await other.post('/faults', silent);
    const call = outcome(() => other.status(1));
    await until(async () => JSON.stringify((await other.get('/faults')).body) === '{"data":[]}');
    await other.stop();
    expect(await call).toMatch(/SOCKET|RESET/);
  });

  it.each(['login', 'issue', 'status', 'search'])(
    'of %s leave the others alone',
    async (operation) => {
      await fault('http_500', operation);
      const keys = { public_key: KEYS.publicKey, private_key: KEYS.privateKey };
      const statuses = {
        login: (await sandbox.send('POST', '/epayco/v1/auth/login', keys)).status,
        issue: (await sandbox.cash({ factura: factura() })).status,
        status: (await sandbox.status(1)).status,
        search: (await sandbox.search({})).status,
      };
      expect(statuses).toEqual({
        ...{ login: 200, issue: 200, status: 200, search: 200 },
        [operation]: 500,
      });
    },
  );

  it('are also met at the log-in of apify', async () => {
    await fault('maintenance', 'login');
    const headers = { authorization: sandbox.basic() };
    expect((await sandbox.send('POST', '/epayco/login', {}, headers)).status).toBe(503);
  });

  it.each(['status', 'search'])('reject of %s: no success', async (operation) => {
    await fault('reject', operation);
    const { body } = operation === 'status' ? await sandbox.status(1) : await sandbox.search({});
    expect(body['success']).toBe(false);
  });

  it('hit as often as was asked for, and are listed until then', async () => {
    const { body } = await fault('http_500', 'any', { count: 2 });
    expect(body['data']).toEqual([
      expect.objectContaining({ operation: 'any', kind: 'http_500', remaining: 2 }),
    ]);
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await sandbox.search({})).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect((await sandbox.get('/faults')).body).toEqual({ data: [] });
  });

  it('slow: answers after the delay, executed before it', async () => {
    await fault('slow', 'issue', { delayMs: 200 });
    const began = performance.now();
    const call = sandbox.cash({ factura: factura() });
    await until(async () => (await issued()) === 1);
    expect((await call).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(195);
  });

  it('slow: answers at once when faults are cleared, and is executed by then', async () => {
    await fault('slow', 'issue', { delayMs: 600_000 });
    const call = sandbox.cash({ factura: factura() });
    await until(async () => (await issued()) === 1);
    await sandbox.send('DELETE', '/sandbox/faults');
    expect((await call).status).toBe(200);
  });

  it.each([
    ['kind', { kind: 'explode' }, FAULT_KIND_NAMES],
    ['operation', { operation: 'refund' }, [...FAULT_OPERATIONS]],
    ['operation', { operation: 'cancel' }, ['login', 'issue', 'status', 'search', 'banks', 'any']],
    ['protocol', { protocol: 'swift' }, [...PROTOCOLS]],
  ])('an unknown %s: 400 with what is valid', async (field, change, validValues) => {
    const asked = { protocol: 'epayco', operation: 'issue', kind: 'reset', ...change };
    const { status, body } = await sandbox.post('/faults', asked);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'INVALID_REQUEST', problems: [{ field, validValues }] });
  });

  it.each([{ count: 0 }, { count: 1.5 }, { delayMs: -1 }, { colour: 'red' }])(
    'a wrong option %j: 400',
    async (change) => {
      const asked = { protocol: 'epayco', operation: 'issue', kind: 'reset', ...change };
      expect((await sandbox.post('/faults', asked)).status).toBe(400);
    },
  );
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}
