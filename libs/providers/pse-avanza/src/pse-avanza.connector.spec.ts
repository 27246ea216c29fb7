import { ConnectorError } from '@cauce/connector-kit';
import { OPTIONS, page, PretendAch } from './fixtures/pretend-ach.js';
import { REFERENCE, request } from './fixtures/requests.js';
import { pseAvanzaConnector, type PseAvanzaOptions } from './pse-avanza.connector.js';

const CREATE = 'CreateTransactionPaymentNF';
const STATUS = 'GetTransactionInformationDetailed';
const FINALIZE = 'FinalizeTransactionPaymentNF';

function world(change: Partial<PseAvanzaOptions> = {}) {
  const ach = new PretendAch();
  const connector = pseAvanzaConnector({ ...OPTIONS, ...change });
  const issue = (asked = request()) => connector.issue(asked, ach.call());
  const ask = (...ids: string[]) =>
    connector.readStatus(
      { reference: REFERENCE, providerTransactionIds: ids, scope: 'reference' },
      ach.call(),
    );
  return { ach, connector, issue, ask };
}

const failure = (kind: ConstructorParameters<typeof ConnectorError>[0]) =>
  new ConnectorError(kind, 'as the test said');

describe('the connector of PSE', () => {
  it('says who it is, and believes nothing that it did not ask', () => {
    const { connector } = world();
    expect(connector).toMatchObject({
      route: 'pse.pse_avanza',
      rail: 'pse',
      protocol: 'pse_avanza',
      trust: 'requery',
    });
    expect(connector.cancel).toBeUndefined();
    expect(connector.readCallback).toBeUndefined();
    expect(connector.settlements).toBeUndefined();
  });

  it.each([
    ['a key of 16 bytes', { endpoint: { ...OPTIONS.endpoint, key: Buffer.alloc(16) } }],
    ['an IV of 13 bytes', { endpoint: { ...OPTIONS.endpoint, iv: Buffer.alloc(13) } }],
    ['no entity', { account: { ...OPTIONS.account, entityCode: '' } }],
    ['a long service code', { account: { ...OPTIONS.account, serviceCode: '12345678901' } }],
    ['tickets beyond 64 bits', { account: { ...OPTIONS.account, ticketDigits: 19 } }],
    ['a forbidden character', { account: { ...OPTIONS.account, serviceCode: '0|1' } }],
  ])('does not start with %s', (_, change) => {
    expect(() => world(change)).toThrow();
  });
});

describe('issuing', () => {
  it('creates once and sends the payer to PSE, for as long as the link lives', async () => {
    const { ach, issue } = world();
    expect(await issue()).toEqual({
      providerTransactionId: '1466634',
      instruction: {
        kind: 'redirect',
        url: 'https://registro.pse.example/PSENF/StartTransaction?Id=1466634',
        expiresAt: new Date(ach.nowMs + 21 * 60_000),
      },
    });
    expect(ach.asked.map((one) => [one.method, one.purpose])).toEqual([
      ['log_in', 'log_in'],
      [CREATE, 'execute'],
    ]);
  });

  it('asks nobody about what PSE cannot take', async () => {
    const { ach, issue } = world();
    const centavos = request({ amount: { minor: 8_500_001n, currency: 'COP' } });
    await expect(issue(centavos)).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(ach.asked).toEqual([]);
  });

  it('gives the same link again under the same reference, without a second create', async () => {
    const { ach, issue } = world();
    const first = await issue();
    ach.nowMs += 60_000;
    expect(await issue()).toEqual(first);
    expect(ach.transactions.size).toBe(1);
  });

  it.each([
    ['FAIL_EXCEEDEDLIMIT', 'limit_exceeded', 'rejected'],
    ['FAIL_BANKUNREACHEABLE', 'provider_rejected', 'rejected'],
    ['FAIL_DISABLEDUSEREMAIL', 'payer_rejected', 'rejected'],
    ['FAIL_TIMEOUT', 'provider_failed', 'unknown'],
    ['FAIL_SOMETHINGNEW', 'malformed_reply', 'unknown'],
  ])('that ends with %s is %s: %s', async (returnCode, kind, outcome) => {
    const { ach, issue } = world();
    ach.plan(CREATE, { returnCode, errorDetails: 'Ana Muñoz' });
    await expect(issue()).rejects.toMatchObject({ kind, meaning: { outcome } });
    const again = issue();
    if (outcome === 'rejected') await expect(again).resolves.toBeDefined();
    else await expect(again).rejects.toMatchObject({ kind: 'duplicate_reference' });
    expect(ach.methods.filter((one) => one === CREATE)).toHaveLength(
      outcome === 'rejected' ? 2 : 1,
    );
  });

  it.each([
    ['a page for people', page(200), 'malformed_reply'],
    ['a request that is not understood', page(400), 'malformed_reply'],
    ['a door that is closed', page(403), 'auth_failed'],
    ['a failure of the gateway', page(502), 'provider_failed'],
    ['too many requests', page(429), 'provider_failed'],
    ['no page to go to', { returnCode: 'SUCCESS', trazabilityCode: '1' }, 'malformed_reply'],
    ['no code', { returnCode: 'SUCCESS', pseURL: 'https://pse.example/1' }, 'malformed_reply'],
    ['nothing', {}, 'malformed_reply'],
    [
      'another ticket',
      { returnCode: 'SUCCESS', trazabilityCode: '1', pseURL: 'https://p.example/', ticketId: 5 },
      'wrong_reference',
    ],
  ])('that is answered with %s is no success', async (_, answer, kind) => {
    const { ach, issue } = world();
    ach.plan(CREATE, answer);
    await expect(issue()).rejects.toMatchObject({ kind });
  });
});

describe('reading a status', () => {
  it('asks nothing when no transaction is known, and says absent', async () => {
    const { ach, ask } = world();
    expect(await ask()).toEqual({ kind: 'absent' });
    expect(ach.asked).toEqual([]);
  });

  it('finds what this process created, although nobody kept its code', async () => {
    const { issue, ask } = world();
    await issue();
    expect(await ask()).toMatchObject({
      kind: 'found',
      transactions: [{ providerTransactionId: '1466634', reference: REFERENCE, status: 'pending' }],
    });
  });

  it('says absent after a create whose answer was lost: nobody has its page', async () => {
    const { ach, issue, ask } = world();
    ach.plan(CREATE, failure('timeout'));
    await issue().catch(() => undefined);
    expect(await ask()).toEqual({ kind: 'absent' });
  });

  it('never says absent of a transaction that PSE named and does not show yet', async () => {
    const { ach, issue, ask } = world();
    await issue();
    ach.plan(STATUS, { returnCode: 'FAIL_INVALIDTRAZABILITYCODE' });
    await expect(ask()).rejects.toMatchObject({ kind: 'malformed_reply' });
  });

  it('says absent of a transaction that somebody else named', async () => {
    const { ach, connector } = world();
    const query = { reference: '1', providerTransactionIds: ['1'], scope: 'transactions' as const };
    expect(await connector.readStatus(query, ach.call())).toEqual({ kind: 'absent' });
  });

  it('says what a named transaction is, whatever its reference, and finalizes nothing', async () => {
    const { ach, connector, issue } = world();
    await issue();
    ach.change('1466634', { transactionState: 'OK' });
    const query = { reference: '1', providerTransactionIds: ['1466634'] };
    const answer = await connector.readStatus({ ...query, scope: 'transactions' }, ach.call());
    expect(answer).toMatchObject({ transactions: [{ reference: REFERENCE, status: 'paid' }] });
    expect(ach.methods).not.toContain(FINALIZE);
  });

  it('asks in the way that the account has', async () => {
    const { ach, issue, ask } = world({ statusMethod: 'GetTransactionInformationNF' });
    await issue();
    await ask('1466634');
    expect(ach.methods.at(-1)).toBe('GetTransactionInformationNF');
    expect(ach.asked.at(-1)).toMatchObject({
      purpose: 'read',
      fields: { entityCode: '9012345678', trazabilityCode: '1466634' },
    });
  });

  it.each([
    ['another reference', { referenceNumber1: '7' }, 'wrong_reference'],
    ['another entity', { entityCode: '7' }, 'wrong_reference'],
    ['another transaction', { trazabilityCode: '7' }, 'wrong_reference'],
    ['a state that is unknown', { transactionState: 'CREATED' }, 'malformed_reply'],
    ['a refusal', { returnCode: 'FAIL_ACCESSDENIED' }, 'malformed_reply'],
    ['no answer in time', { returnCode: 'FAIL_TIMEOUT' }, 'provider_failed'],
    ['no amount', { transactionValue: null }, 'malformed_reply'],
  ])('does not believe %s', async (_, change, kind) => {
    const { ach, issue, ask } = world();
    await issue();
    ach.change('1466634', change);
    await expect(ask()).rejects.toMatchObject({ kind, meaning: { outcome: 'unknown' } });
  });
});

describe('finalizing', () => {
  async function paid() {
    const all = world();
    await all.issue();
    all.ach.change('1466634', { transactionState: 'OK' });
    const finalizes = () => all.ach.asked.filter((one) => one.method === FINALIZE);
    return { ...all, finalizes };
  }
  const isPaid = { transactions: [{ status: 'paid' }] };

  it('is done after a final OK, once, in our ticket’s name', async () => {
    const { ask, finalizes } = await paid();
    expect(await ask()).toMatchObject(isPaid);
    expect(await ask()).toMatchObject(isPaid);
    expect(finalizes()).toEqual([
      {
        method: FINALIZE,
        purpose: 'execute',
        fields: {
          entityCode: '9012345678',
          trazabilityCode: '1466634',
          entityAuthorizationId: '419082275002926',
        },
      },
    ]);
  });

  it('is not done again when PSE says that it has been', async () => {
    const { ach, ask, finalizes } = await paid();
    ach.plan(FINALIZE, { returnCode: 'FAIL_INVALIDSTATE' });
    await ask();
    await ask();
    expect(finalizes()).toHaveLength(1);
  });

  it.each([
    ['it is refused', { returnCode: 'FAIL_ACCESSDENIED' }],
    ['its answer is lost', failure('timeout')],
    ['time is over', failure('deadline_passed')],
    ['the gateway fails', page(500)],
    ['something breaks that nobody expected', new Error('bug')],
    ['its answer is a page', page(200)],
  ])('hides no payment when %s, and is done again the next time', async (_, answer) => {
    const { ach, ask, finalizes } = await paid();
    ach.plan(FINALIZE, answer);
    expect(await ask()).toMatchObject(isPaid);
    expect(await ask()).toMatchObject(isPaid);
    expect(await ask()).toMatchObject(isPaid);
    expect(finalizes()).toHaveLength(2);
  });

  it.each(['PENDING', 'NOT_AUTHORIZED', 'FAILED'])('is not done for %s', async (state) => {
    const { ach, ask, finalizes } = await paid();
    ach.change('1466634', { transactionState: state });
    await ask();
    expect(finalizes()).toEqual([]);
  });
});

describe('the list of banks', () => {
  it('is by name, without the line that asks to choose one', async () => {
    const { ach, connector } = world();
    expect(await connector.listBanks?.(ach.call())).toEqual([
      { code: '1051', name: 'BANCO DAVIVIENDA' },
      { code: '1001', name: 'BANCO DE BOGOTA' },
      { code: '1007', name: 'BANCOLOMBIA' },
    ]);
    expect(ach.asked.at(-1)).toMatchObject({
      purpose: 'read',
      fields: { entityCode: '9012345678' },
    });
  });

  it('is asked for once a day', async () => {
    const { ach, connector } = world();
    for (const afterMs of [0, 86_399_999, 1]) {
      ach.nowMs += afterMs;
      await connector.listBanks?.(ach.call());
    }
    expect(ach.methods.filter((one) => one === 'GetBankListNF')).toHaveLength(2);
  });

  it('says that ACH wants no more than that of all processes', () => {
    expect(world().connector.banksPauseMs).toBe(86_400_000);
  });

  it('is asked for again when it was refused', async () => {
    const { ach, connector } = world();
    ach.plan('GetBankListNF', { returnCode: 'FAIL_ENTITYNOTEXISTSORDISABLED' });
    const failing = connector.listBanks?.(ach.call());
    await expect(failing).rejects.toMatchObject({ kind: 'malformed_reply' });
    expect(await connector.listBanks?.(ach.call())).toHaveLength(3);
  });
});
