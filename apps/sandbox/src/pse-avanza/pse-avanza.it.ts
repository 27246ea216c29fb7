import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactDecrypt } from 'jose';
import { PSE_AVANZA, PseAvanzaUnderTest } from '../fixtures/pse-avanza-under-test.js';
import { sealed } from './envelope.js';

const MINUTE_MS = 60_000;
const protocol = 'pse_avanza';

describe('PSE at ACH', () => {
  let pse: PseAvanzaUnderTest;

  beforeEach(async () => {
    pse = await PseAvanzaUnderTest.start();
  });
  afterEach(() => pse.stop());

  it('gives a token for an hour to who has the keys, and to nobody else', async () => {
    expect(await pse.logIn()).toMatchObject({ status: 200, body: { expires_in: '3600' } });
    for (const name of ['client_secret', 'client_id', 'grant_type']) {
      const { status, body } = await pse.logIn({ [name]: 'x' });
      expect([status, body]).toEqual([401, { error: 'invalid_client' }]);
    }
  });

  it('lets nobody in without a token, or after its hour', async () => {
    const body = await sealed({ entityCode: PSE_AVANZA.entityCode }, PSE_AVANZA);
    expect((await pse.post('GetBankListNF', body)).status).toBe(401);
    await pse.create();
    expect((await pse.post('GetBankListNF', body)).status).toBe(200);
    pse.now = new Date(pse.now.getTime() + 60 * MINUTE_MS);
    expect((await pse.post('GetBankListNF', body)).status).toBe(401);
  });

  it('answers in an envelope that anybody with the key can open', async () => {
    await pse.create();
    const body = await sealed({ entityCode: PSE_AVANZA.entityCode }, PSE_AVANZA);
    const response = await pse.post('GetBankListNF', body);
    const key = Buffer.from(PSE_AVANZA.key, 'hex');
    const { protectedHeader } = await compactDecrypt(await response.text(), key);
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM' });
  });

  it('does not read what was sealed with another key', async () => {
    await pse.create();
    const other = { ...PSE_AVANZA, key: '00'.repeat(32) };
    const response = await pse.post('GetBankListNF', await sealed({}, other));
    expect(response.status).toBe(400);
  });

  it('lists banks, and sends a payer to the one that was chosen', async () => {
    const { entityCode } = PSE_AVANZA;
    const banks = await pse.ask('GetBankListNF', { entityCode });
    expect(banks).toHaveLength(4);
    const { trazabilityCode, ...answer } = await pse.create();
    expect(answer).toMatchObject({
      returnCode: 'SUCCESS',
      pseURL: `${pse.sandboxUrl}/bank/${String(trazabilityCode)}`,
    });
    const done = await fetch(`${String(answer['pseURL'])}/approve`, { method: 'POST' });
    expect(await done.text()).toContain('href="https://shop.example/back"');
    expect(await pse.read(trazabilityCode)).toMatchObject({
      returnCode: 'SUCCESS',
      transactionState: 'OK',
      transactionValue: 85_000,
      ticketId: 1_001,
      referenceNumber1: '1001',
      bankProcessDate: '2026-11-20T10:00:00-05:00',
    });
  });

  it.each([
    ['reject', 'NOT_AUTHORIZED', '00001'],
    ['abandon', 'FAILED', '00014'],
  ])('%s at the bank is %s, because of %s', async (deed, transactionState, causeRejection) => {
    const { trazabilityCode } = await pse.create();
    await pse.drive(`/pse/${String(trazabilityCode)}/${deed}`, {});
    expect(await pse.read(trazabilityCode)).toMatchObject({ transactionState, causeRejection });
    const plain = await pse.read(trazabilityCode, 'GetTransactionInformationNF');
    expect(plain).toMatchObject({ transactionState });
    expect(plain).not.toHaveProperty('causeRejection');
  });

  it('gives a silent bank up after 21 minutes', async () => {
    const { trazabilityCode } = await pse.create();
    pse.now = new Date(pse.now.getTime() + 21 * MINUTE_MS - 1);
    expect(await pse.read(trazabilityCode)).toMatchObject({ transactionState: 'PENDING' });
    pse.now = new Date(pse.now.getTime() + 1);
    expect(await pse.read(trazabilityCode)).toMatchObject({ causeRejection: '00014' });
  });

  it('takes its word back, if the bank does', async () => {
    const { trazabilityCode: code } = await pse.create();
    await pse.drive(`/pse/${String(code)}/approve`, {});
    await pse.drive('/till/reverse', { code });
    expect(await pse.read(code)).toMatchObject({
      transactionState: 'FAILED',
      causeRejection: '00018',
    });
  });

  it('is told that its OK was heard, and only of an OK', async () => {
    const { trazabilityCode: code } = await pse.create();
    const finalize = () => pse.read(code, 'FinalizeTransactionPaymentNF');
    expect(await finalize()).toMatchObject({ returnCode: 'FAIL_INVALIDSTATE' });
    await pse.drive(`/pse/${String(code)}/approve`, {});
    expect(await finalize()).toMatchObject({ returnCode: 'SUCCESS', trazabilityCode: code });
  });

  it('refuses a ticket that waits or was paid, and takes one that came to nothing', async () => {
    const first = await pse.create();
    expect(await pse.create()).toMatchObject({
      returnCode: 'FAIL_TRANSACTIONNOTALLOWED',
      errorDetails: expect.stringContaining(String(first['trazabilityCode'])),
    });
    await pse.drive(`/pse/${String(first['trazabilityCode'])}/reject`, {});
    expect(await pse.create()).toMatchObject({ returnCode: 'SUCCESS' });
  });

  it.each([
    [{ entityCode: '1' }, 'FAIL_ENTITYNOTEXISTSORDISABLED'],
    [{ serviceCode: '2' }, 'FAIL_SERVICENOTEXISTSORNOTCONFIGURED'],
    [{ financialInstitutionCode: '0' }, 'FAIL_BANKNOTEXISTSORDISABLED'],
    [{ financialInstitutionCode: '9999' }, 'FAIL_BANKNOTEXISTSORDISABLED'],
    [{ transactionValue: 0 }, 'FAIL_INVALIDAMOUNTORVATAMOUNT'],
    [{ transactionValue: 1.234 }, 'FAIL_INVALIDAMOUNTORVATAMOUNT'],
    [{ transactionValue: '85000' }, 'FAIL_INVALIDAMOUNTORVATAMOUNT'],
    [{ vatValue: 85_001 }, 'FAIL_INVALIDAMOUNTORVATAMOUNT'],
    [{ transactionValue: 788_800_001 }, 'FAIL_EXCEEDEDLIMIT'],
    [{ soliciteDate: '2026-11-20 10:00' }, 'FAIL_INVALIDSOLICITDATE'],
    [{ soliciteDate: '2026-11-22T10:00:00-05:00' }, 'FAIL_INVALIDSOLICITDATE'],
    [{ userType: 'company' }, 'FAIL_INVALIDPARAMETERS'],
    [{ identificationType: 'NIT' }, 'FAIL_INVALIDPARAMETERS'],
    [{ fullName: 'Ana | Muñoz' }, 'FAIL_INVALIDPARAMETERS'],
    [{ paymentDescription: 'a'.repeat(81) }, 'FAIL_INVALIDPARAMETERS'],
    [{ cellphoneNumber: '+573001112233' }, 'FAIL_INVALIDPARAMETERS'],
    [{ ticketId: '1001' }, 'FAIL_INVALIDPARAMETERS'],
  ])('refuses %j with %s', async (change, returnCode) => {
    expect(await pse.create(change)).toMatchObject({ returnCode, trazabilityCode: null });
    expect((await pse.drive(`/journal?protocol=${protocol}`))['data']).toEqual([]);
  });

  it.each(['1', 'x', '99999999999999999999', null])('does not know %j', async (code) => {
    expect(await pse.read(code)).toMatchObject({ returnCode: 'FAIL_INVALIDTRAZABILITYCODE' });
  });

  it.each([
    ['http_500_after', 1],
    ['malformed', 1],
    ['maintenance', 0],
    ['reject', 0],
  ])('after %s the journal alone says what was executed', async (kind, lines) => {
    await pse.drive('/faults', { protocol, operation: 'issue', kind, count: 1 });
    const answer = (await pse.create()) as Record<string, unknown> | null;
    expect(answer?.['returnCode'] ?? null).toBe(kind === 'reject' ? 'FAIL_ACCESSDENIED' : null);
    expect((await pse.drive(`/journal?protocol=${protocol}`))['data']).toHaveLength(lines);
  });

  it('tells nobody, and has settlement files as every provider here', async () => {
    const { trazabilityCode: code } = await pse.create();
    await pse.drive(`/pse/${String(code)}/approve`, {});
    expect((await pse.drive('/callbacks?protocol=pse_avanza'))['deliveries'] ?? []).toEqual([]);
    await pse.drive(`/settlements/${protocol}`, { day: '2026-11-20', defect: null });
    const url = `${pse.sandboxUrl}/pse_avanza/settlements/pse/2026-11-20`;
    expect(((await (await fetch(url)).json()) as { files: unknown[] }).files).toHaveLength(1);
  });
});

it('the transactions of PSE outlive the sandbox', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pse-'));
  const first = await PseAvanzaUnderTest.start(dataDir);
  const { trazabilityCode } = await first.create();
  const before = await first.read(trazabilityCode);
  await first.stop();
  const second = await PseAvanzaUnderTest.start(dataDir);
  expect(await second.read(trazabilityCode)).toEqual(before);
  await second.stop();
  rmSync(dataDir, { recursive: true });
});
