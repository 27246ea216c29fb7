import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAYVALIDA, PayvalidaUnderTest, sha512Of } from '../fixtures/payvalida-under-test.js';

describe('the paths of Payvalida', () => {
  let provider: PayvalidaUnderTest;

  beforeEach(async () => {
    provider = await PayvalidaUnderTest.start();
  });
  afterEach(() => provider.stop());

  it('registers an order', async () => {
    const { status, body } = await provider.register();
    expect(status).toBe(200);
    expect(body).toEqual({
      CODE: '0000',
      DESC: 'OK',
      DATA: {
        OrdenID: 'ORD-1001',
        Monto: '45000.0',
        PVordenID: expect.stringMatching(/^\d{8}$/),
        Referencia: expect.stringMatching(/^98\d{8}$/),
        Operacion: 'CREADA',
        checkout: expect.stringMatching(
          /^http:\/\/127\.0\.0\.1:\d+\/payvalida\/checkout\/\?token=/,
        ),
      },
    });
  });

  it('reads an order under the names of the documentation, misspelt ones too', async () => {
    const code = await provider.code();
    expect((await provider.lookup('GET')).body).toMatchObject({
      CODE: '0000',
      DATA: {
        ORDER: 'ORD-1001',
        REFERENCE: code,
        STATE: 'PENDIENTE',
        AMOUNT: '45000.0',
        CURRENCY: 'COP',
        PAYMNENT_METHOD: 'efecty',
        LIFE_TIME: '25/11/2026',
        CREATION_DATE: '2026-11-20 10:00:00',
        UDPATE_DATE: '2026-11-20 10:00:00',
        NOTIFICATION_RESPONSE: '',
        TRANSACTION: { DATE: '' },
        ADITIONAL_INFO: {},
      },
    });
  });

  it('tells of a payment, and shows it', async () => {
    const code = await provider.code();
    await provider.drive('/till/pay', { code });
    expect(await provider.told(1)).toEqual([
      {
        pv_po_id: Number(code.slice(2)),
        po_id: 'ORD-1001',
        status: 'approved',
        pv_checksum: '689bbbd0a991f4537cc04a4a23c4d5addf99675523585d92c0dd7b8af8deeb8f',
        amount: 45_000,
        iso_currency: 'COP',
        pv_payment: 'efecty',
      },
    ]);
    expect((await provider.lookup('GET')).body['DATA']).toMatchObject({
      STATE: 'APROBADA',
      TRANSACTION: { DATE: '2026-11-20 10:00:00' },
    });
  });

  it('annuls what the counter took back', async () => {
    const code = await provider.code();
    await provider.drive('/till/pay', { code });
    await provider.told(1);
    await provider.drive('/till/reverse', { code });
    expect(await provider.state()).toBe('ANULADA');
    const told = await provider.told(2);
    expect(told.map(({ status }) => status)).toEqual(['approved', 'cancelled']);
  });

  it('lets an order pass its day in Bogota, and tells that it is cancelled', async () => {
    await provider.code();
    provider.now = new Date('2026-11-26T04:59:58Z');
    expect(await provider.state()).toBe('PENDIENTE');
    provider.now = new Date('2026-11-26T04:59:59Z');
    expect(await provider.state()).toBe('VENCIDA');
    expect(await provider.told(1)).toMatchObject([{ status: 'cancelled', po_id: 'ORD-1001' }]);
  });

  it('deletes an order that nobody paid, and tells nobody', async () => {
    const code = await provider.code();
    expect((await provider.lookup('DELETE')).body).toEqual({
      CODE: '0000',
      DESC: 'OK',
      DATA: {
        OrderID: 'ORD-1001',
        Amount: '45000.0',
        PVOrderID: code.slice(2),
        Reference: code,
        Operation: 'DELETED',
      },
    });
    expect(await provider.state()).toBe('CANCELADA');
    expect((await provider.lookup('DELETE')).body).toMatchObject({ CODE: '0041' });
    expect(await provider.told(0)).toEqual([]);
  });

  it('changes what is due and until when, under the same code', async () => {
    const code = await provider.code();
    const changes = { amount: 50_000, expiration: '21/11/2026', description: 'Botas' };
    const { body } = await provider.change(changes);
    expect(body).toMatchObject({
      CODE: '0000',
      DATA: { Monto: '50000.0', Referencia: code, Operacion: 'ACTUALIZADO' },
    });
    expect((await provider.lookup('GET')).body['DATA']).toMatchObject({
      AMOUNT: '50000.0',
      LIFE_TIME: '21/11/2026',
      DESCRIPTION: 'Botas',
    });
    await provider.drive('/till/pay', { code });
    expect(await provider.told(1)).toMatchObject([{ amount: 50_000 }]);
    expect((await provider.change(changes)).body).toMatchObject({ CODE: '0041' });
  });

  it.each([
    ['21/11/2026', '2026-11-22T05:00:00Z', 'VENCIDA'],
    ['25/11/2026', '2026-11-24T05:00:00Z', 'PENDIENTE'],
  ])('an order that is changed to end on %s is at %s %s', async (expiration, at, state) => {
    await provider.code({ expiration: '23/11/2026' });
    await provider.change({ expiration });
    provider.now = new Date(at);
    expect(await provider.state()).toBe(state);
  });

  it.each([
    [{ order: 'nobody' }, '0041'],
    [{ method: 'baloto' }, '0027'],
    [{ reference: '1' }, '0043'],
    [{ checksum: sha512Of('another') }, '0025'],
    [{ amount: 0 }, '0021'],
  ])('does not change %j', async (changes, refusal) => {
    await provider.code();
    expect((await provider.change(changes)).body).toMatchObject({ CODE: refusal });
    expect((await provider.drive('/journal?kind=changed'))['data']).toEqual([]);
  });

  it.each(['GET', 'DELETE'] as const)('has no order to %s that was never made', async (method) => {
    expect((await provider.lookup(method, 'nobody')).body).toMatchObject({ CODE: '0041' });
  });

  it.each([
    [`merchant=another&checksum=${sha512Of('ORD-1001anotherFIXEDHASH')}`, '0017'],
    [`merchant=${PAYVALIDA.merchant}&checksum=${sha512Of('ORD-1001kuantoanother')}`, '0025'],
    [`merchant=${PAYVALIDA.merchant}`, '0025'],
    ['', '0017'],
  ])('does not show an order to who asks with %s', async (query, code) => {
    await provider.code();
    const { body } = await provider.send('GET', `/api/v3/porders/ORD-1001?${query}`);
    expect(body).toMatchObject({ CODE: code, DATA: null });
  });

  it('takes a checksum in capitals, as the examples have it', async () => {
    const checksum = sha512Of('ana@example.com343ORD-1001COP45000FIXEDHASH').toUpperCase();
    expect((await provider.register({ checksum })).body).toMatchObject({ CODE: '0000' });
  });

  it('has a number of an order once, whatever became of it', async () => {
    await provider.code();
    await provider.lookup('DELETE');
    expect((await provider.register()).body).toMatchObject({ CODE: '0042' });
  });

  it('takes the merchant’s own reference for the counter, once', async () => {
    const reference = '989898101';
    expect(await provider.code({ reference })).toBe(reference);
    const again = await provider.register({ order: 'ORD-1002', reference });
    expect(again.body).toMatchObject({ CODE: '0043' });
    await provider.drive('/till/pay', { code: reference });
    expect(await provider.state()).toBe('APROBADA');
  });

  it.each([
    [{ checksum: sha512Of('another') }, '0025'],
    [{ merchant: 'another' }, '0017'],
    [{ amount: 45_000.5 }, '0021'],
  ])('refuses %j', async (changes, code) => {
    expect((await provider.register(changes)).body).toMatchObject({ CODE: code });
    expect((await provider.drive('/journal?protocol=payvalida'))['data']).toEqual([]);
  });

  it('refuses what is no JSON in its own shape', async () => {
    const response = await fetch(`${provider.sandboxUrl}/payvalida/api/v3/porders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ CODE: '0009' });
  });

  it('sends the payer of a transfer to the bank, and tells the session’s number', async () => {
    const { body } = await provider.register({ method: 'pse' });
    const { Referencia: cus, checkout } = body['DATA'] as Record<string, string>;
    expect(checkout).toBe(`${provider.sandboxUrl}/bank/${cus}`);
    const shown = await provider.lookup('GET', 'ORD-1001', '&aditionalinfo=cuspse');
    expect(shown.body['DATA']).toMatchObject({
      PAYMNENT_METHOD: 'pse',
      ADITIONAL_INFO: { cuspse: cus },
    });
  });
});

describe('a pretend Payvalida that starts again', () => {
  it('knows its orders, and whether they were paid', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-payvalida-'));
    try {
      const before = await PayvalidaUnderTest.start(dataDir);
      const code = await before.code();
      await before.change({ amount: 50_000 });
      await before.drive('/till/pay', { code });
      await before.stop();
      const after = await PayvalidaUnderTest.start(dataDir);
      expect((await after.lookup('GET')).body['DATA']).toMatchObject({
        STATE: 'APROBADA',
        AMOUNT: '50000.0',
      });
      expect((await after.register()).body).toMatchObject({ CODE: '0042' });
      await after.stop();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});
