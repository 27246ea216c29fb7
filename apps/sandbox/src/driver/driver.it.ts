import { PROTOCOLS } from '../protocols.js';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecaudo } from '@cauce/asobancaria';
import { SandboxUnderTest } from '../fixtures/sandbox-under-test.js';
import { SETTLEMENT_DEFECT_NAMES } from '../settlements/settlement-defect.js';

const DAY = '2026-11-20';

describe('the driver’s API', () => {
  let sandbox: SandboxUnderTest;

  beforeEach(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterEach(() => sandbox.stop());

  describe('till', () => {
    it('takes what is due and says what was taken', async () => {
      const { pin, ref_payco } = await sandbox.issue();
      expect(await sandbox.post('/till/pay', { code: pin })).toMatchObject({
        status: 200,
        body: {
          transaction: ref_payco,
          reference: '1001',
          code: pin,
          amount: 8_500_000,
          paidAt: '2026-11-20T15:00:00.000Z',
        },
      });
    });

    it('takes an amount in minor units, at a time in the past', async () => {
      const { pin } = await sandbox.issue();
      const asked = { code: pin, amount: 8_499_900, paidAt: '2026-11-19T10:00:00-05:00' };
      expect((await sandbox.post('/till/pay', asked)).body).toMatchObject({
        amount: 8_499_900,
        paidAt: '2026-11-19T15:00:00.000Z',
      });
    });

    it.each([
      ['no code', {}, 'code'],
      ['centavos', { code: '1', amount: 8_500_050 }, 'amount'],
      ['nothing', { code: '1', amount: 0 }, 'amount'],
      ['text', { code: '1', amount: '85000' }, 'amount'],
      ['a time to come', { code: '1', paidAt: '2026-11-20T15:00:01Z' }, 'paidAt'],
      ['a time without a zone', { code: '1', paidAt: '2026-11-20T15:00:00' }, 'paidAt'],
      ['another field', { code: '1', tip: 100 }, 'tip'],
      ['money of nobody without a reference', { code: null, amount: 100 }, 'reference'],
    ])('%s: 400 that names the field', async (_, body, field) => {
      expect(await sandbox.post('/till/pay', body)).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', problems: [{ field }] },
      });
    });

    it('an unknown code: 404', async () => {
      const { status, body } = await sandbox.post('/till/pay', { code: '12345' });
      expect([status, body['code'], body['detail']]).toEqual([404, 'UNKNOWN_CODE', 'code 12345']);
    });

    it('a reversal without a payment: 409', async () => {
      const { pin } = await sandbox.issue();
      expect(await sandbox.post('/till/reverse', { code: pin })).toMatchObject({
        status: 409,
        body: { code: 'NOTHING_TO_REVERSE' },
      });
    });

    it('ends the time of a voucher at once, and only of one that waits', async () => {
      const { pin, ref_payco } = await sandbox.issue();
      const expired = await sandbox.post('/till/expire', { code: pin });
      expect(expired).toMatchObject({
        status: 200,
        body: { transaction: ref_payco, expiredAt: '2026-11-20T15:00:00.000Z' },
      });
      expect(await sandbox.journal(`?kind=expired&code=${pin}`)).toHaveLength(1);
      expect(await sandbox.post('/till/expire', { code: pin })).toMatchObject({
        status: 409,
        body: { code: 'NOTHING_TO_EXPIRE' },
      });
    });

    it('lists the vouchers that wait', async () => {
      const { pin } = await sandbox.issue();
      const paid = await sandbox.issue({ factura: 'paid' });
      await sandbox.post('/till/pay', { code: paid.pin });
      expect((await sandbox.get('/till/vouchers')).body).toEqual({
        data: [
          expect.objectContaining({
            protocol: 'epayco',
            code: pin,
            reference: '1001',
            amount: 8_500_000,
          }),
        ],
      });
    });
  });

  describe('journal', () => {
    it('has what was executed, with amounts in minor units', async () => {
      const { pin, ref_payco } = await sandbox.issue();
      await sandbox.post('/till/pay', { code: pin, amount: 8_500_100 });
      await sandbox.post('/till/reverse', { code: pin });
      const same = { protocol: 'epayco', reference: '1001', transaction: ref_payco, code: pin };
      expect(await sandbox.journal('?protocol=epayco')).toEqual([
        expect.objectContaining({ ...same, kind: 'voucher_issued', amountMinor: 8_500_000 }),
        expect.objectContaining({ ...same, kind: 'paid', amountMinor: 8_500_100 }),
        expect.objectContaining({ ...same, kind: 'reversed', amountMinor: 8_500_100 }),
      ]);
      expect(await sandbox.journal(`?kind=paid&code=${pin}`)).toHaveLength(1);
      expect(await sandbox.journal('?reference=other')).toEqual([]);
    });

    it.each(['?protocol=swift', '?kind=stolen', '?since=now'])('%s: 400', async (query) => {
      expect((await sandbox.get(`/journal${query}`)).status).toBe(400);
    });
  });

  describe('settlements', () => {
    const settle = (more: Record<string, unknown> = {}) =>
      sandbox.post('/settlements/epayco', { day: DAY, defect: null, ...more });
    const fetched = async (name: unknown) => {
      const response = await fetch(
        `${sandbox.url}/epayco/settlements/efecty/${DAY}/${String(name)}`,
      );
      return Buffer.from(await response.arrayBuffer());
    };
    const pay = async (factura: string) => {
      const { pin } = await sandbox.issue({ factura });
      await sandbox.post('/till/pay', { code: pin });
    };

    it('writes for each network what was paid there', async () => {
      await pay('of efecty');
      const { pin } = await sandbox.issue({ factura: '77' }, 'baloto');
      await sandbox.post('/till/pay', { code: pin });
      const { body } = await settle({ network: 'baloto' });
      expect(body).toMatchObject({ network: 'baloto', transactions: [expect.any(Number)] });
      const listed = await sandbox.send('GET', `/epayco/settlements/baloto/${DAY}`);
      expect(listed.body).toEqual({ files: [expect.objectContaining({ name: body['name'] })] });
      const other = await sandbox.send('GET', `/epayco/settlements/efecty/${DAY}`);
      expect(other.body).toEqual({ files: [] });
      const unknown = await settle({ network: 'swift' });
      expect(unknown).toMatchObject({ status: 404, body: { code: 'UNKNOWN_NETWORK' } });
    });

    it('writes the day where the connector fetches it', async () => {
      await pay('1');
      await pay('2');
      const { body } = await settle();
      const listed = await sandbox.send('GET', `/epayco/settlements/efecty/${DAY}`);
      const { name, sizeBytes, sha256 } = body;
      expect(listed.body).toEqual({ files: [{ name, sizeBytes, sha256 }] });
      const bytes = await fetched(name);
      expect(bytes).toHaveLength(Number(sizeBytes));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(await parseRecaudo(bytes)).toMatchObject({
        ok: true,
        totals: { details: 2, amount: { minor: 17_000_000n } },
      });
    });

    it('writes the same file again, unless there is something new', async () => {
      await pay('1');
      const first = await settle();
      expect((await settle()).body).toEqual(first.body);
      await pay('2');
      expect((await settle()).body['sha256']).not.toBe(first.body['sha256']);
    });

    it('writes a second file of the day on demand, with all payments or the new ones', async () => {
      await pay('1');
      await settle();
      await pay('2');
      const detailsOf = async (more: Record<string, unknown>) => {
        const parse = await parseRecaudo(await fetched((await settle(more)).body['name']));
        return parse.ok ? parse.totals.details : null;
      };
      expect(await detailsOf({ modifier: 'B', lines: 'new' })).toBe(1);
      expect(await detailsOf({ modifier: 'C' })).toBe(2);
      const { body } = await sandbox.send('GET', `/epayco/settlements/efecty/${DAY}`);
      expect(body['files']).toHaveLength(3);
    });

    it.each(SETTLEMENT_DEFECT_NAMES)('writes one with the defect %s', async (defect) => {
      await pay('1');
      const right = await settle({ modifier: 'R' });
      const { status, body } = await settle({ defect });
      expect(status).toBe(200);
      expect(body).toMatchObject({ defect });
      expect(body['sha256']).not.toBe(right.body['sha256']);
    });

    it('cannot spoil a payment that is not there: 409', async () => {
      expect(await settle({ defect: 'missing_line' })).toMatchObject({
        status: 409,
        body: { code: 'NOTHING_TO_SPOIL' },
      });
    });

    it('a day without a file: an empty list', async () => {
      const { body } = await sandbox.send('GET', '/epayco/settlements/efecty/2026-11-19');
      expect(body).toEqual({ files: [] });
    });

    it.each(['recaudo-20261120-A.txt', '..%2F..%2Fjournal.jsonl', 'index.json'])(
      'a file that was not written: 404 for %s',
      async (name) => {
        expect(
          (await sandbox.send('GET', `/epayco/settlements/efecty/${DAY}/${name}`)).status,
        ).toBe(404);
      },
    );

    it.each([
      [{ day: '2026-02-30' }, 'day'],
      [{ defect: 'coffee' }, 'defect'],
      [{ modifier: 'AA' }, 'modifier'],
    ])('%j: 400', async (change, field) => {
      expect(await settle(change)).toMatchObject({ status: 400, body: { problems: [{ field }] } });
    });

    it('of another protocol: 404 with the valid ones', async () => {
      const { status, body } = await sandbox.post('/settlements/swift', { day: DAY });
      expect([status, body['validValues']]).toEqual([404, [...PROTOCOLS]]);
    });
  });

  it('an unknown path: 404 with those that exist', async () => {
    expect(await sandbox.get('/teapot')).toMatchObject({
      status: 404,
      body: { validValues: expect.arrayContaining(['POST /sandbox/till/pay']) },
    });
  });

  it('broken JSON: 400', async () => {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: '{"code":' };
    const response = await fetch(`${sandbox.url}/sandbox/till/pay`, request);
    expect([response.status, (await response.json()) as unknown]).toEqual([
      400,
      expect.objectContaining({ code: 'INVALID_REQUEST' }),
    ]);
  });

  it('a request of another site’s page: 403', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const answer = await sandbox.send('POST', '/sandbox/till/pay', { code: '1' }, headers);
    expect(answer.status).toBe(403);
  });
});

describe('a sandbox that is started again on its data', () => {
  it('knows its vouchers, its payments and its files, and announces nothing twice', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-sandbox-'));
    const before = await SandboxUnderTest.start({ dataDir });
    const open = await before.issue({ factura: 'open' });
    const paid = await before.issue({ factura: 'paid' });
    await before.post('/till/pay', { code: paid.pin });
    const file = (await before.post('/settlements/epayco', { day: DAY, defect: null })).body;
    const journal = await before.journal();
    await before.stop();

    const after = await SandboxUnderTest.start({ dataDir });
    expect(await after.journal()).toEqual(journal);
    expect((await after.cash({ factura: 'open' })).body['data']).toEqual(open);
    expect((await after.status(paid.ref_payco)).body['data']).toMatchObject({ x_cod_response: 1 });
    expect((await after.issue({ factura: 'new' })).ref_payco).toBeGreaterThan(paid.ref_payco);
    expect(await after.deliveries()).toEqual([]);
    const files = await after.send('GET', `/epayco/settlements/efecty/${DAY}`);
    expect(files.body['files']).toMatchObject([{ sha256: file['sha256'] }]);
    const kept = await after.send(
      'GET',
      `/epayco/settlements/efecty/${DAY}/${String(file['name'])}`,
    );
    expect(kept.text).toHaveLength(Number(file['sizeBytes']));
    await after.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
