import { PayvalidaUnderTest, SECOND, sha512Of } from '../fixtures/payvalida-under-test.js';
import { notificationChecksum } from './checksum.js';

const protocol = 'payvalida';

describe('Payvalida, driven', () => {
  let provider: PayvalidaUnderTest;

  beforeEach(async () => {
    provider = await PayvalidaUnderTest.start();
  });
  afterEach(() => provider.stop());

  const fault = (operation: string, kind: string) =>
    provider.drive('/faults', { protocol, operation, kind, count: 1 });

  it('refuses as each operation does', async () => {
    for (const operation of ['issue', 'status', 'cancel']) await fault(operation, 'reject');
    const answers = [
      await provider.register(),
      await provider.lookup('GET'),
      await provider.lookup('DELETE'),
    ];
    expect(answers.map(({ body }) => body['CODE'])).toEqual(['0021', '0009', '0041']);
  });

  it.each(['login', 'search', 'banks'])('has no operation %s to spoil', async (operation) => {
    expect(await fault(operation, 'reject')).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  it.each([
    ['http_500', 500, 0],
    ['http_500_after', 500, 1],
    ['maintenance', 503, 0],
    ['malformed', 200, 1],
  ])('after %s the journal alone says what was executed', async (kind, status, lines) => {
    await fault('issue', kind);
    expect(await provider.register()).toEqual({ status, body: {} });
    expect((await provider.drive(`/journal?protocol=${protocol}`))['data']).toHaveLength(lines);
  });

  it('finds by its number the order whose answer was lost, and makes no second one', async () => {
    await fault('issue', 'http_500_after');
    await provider.register();
    expect((await provider.register()).body).toMatchObject({ CODE: '0042' });
    expect(await provider.state()).toBe('PENDIENTE');
  });

  it('may have an order paid before its request is answered, and tells nothing of a pending one', async () => {
    await provider.drive('/callbacks', { protocol, mode: 'before_reply', pay: true });
    await provider.register();
    expect(await provider.told(1)).toMatchObject([{ status: 'approved' }]);
    expect((await provider.lookup('GET')).body['DATA']).toMatchObject({
      STATE: 'APROBADA',
      NOTIFICATION_RESPONSE: '200',
    });
  });

  it('sends a notification as often as it is told to', async () => {
    await provider.drive('/callbacks', { protocol, mode: 'duplicate', copies: 3, parallel: 3 });
    await provider.drive('/till/pay', { code: await provider.code() });
    const told = await provider.told(3);
    expect(told).toHaveLength(3);
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it.each([
    ['wrong', false],
    ['replayed', true],
  ])('forges a notification whose checksum is %s', async (signature, isRight) => {
    const code = await provider.code();
    const sent = await provider.drive('/callbacks/forge', { code, signature });
    expect(sent).toMatchObject({ forged: true, state: 'paid', status: 'delivered' });
    const [told] = await provider.told(1);
    expect(told).toMatchObject({ po_id: 'ORD-1001', status: 'approved' });
    const right = notificationChecksum('ORD-1001', 'approved', 'NOTIFHASH');
    expect(told?.['pv_checksum'] === right).toBe(isRight);
    expect(await provider.state()).toBe('PENDIENTE');
  });

  it.each([44_999, 45_001])('has no till that takes %d pesos for another amount', async (units) => {
    const code = await provider.code();
    const answer = await provider.drive('/till/pay', { code, amount: units * 100 });
    expect(answer).toMatchObject({ code: 'NOT_DUE' });
    expect(await provider.state()).toBe('PENDIENTE');
  });

  it('takes the money of an order once, also after it was given back', async () => {
    const code = await provider.code();
    await provider.drive('/till/pay', { code });
    expect(await provider.drive('/till/pay', { code })).toMatchObject({ code: 'NOT_DUE' });
    await provider.drive('/till/reverse', { code });
    expect(await provider.drive('/till/pay', { code })).toMatchObject({ code: 'NOT_DUE' });
    expect(await provider.state()).toBe('ANULADA');
  });

  it('knows each merchant by hashes of its own', async () => {
    const { merchant, fixedHash, notificationHash } = SECOND;
    const order = 'ORD-2002';
    expect((await provider.register({ merchant, order })).body).toMatchObject({ CODE: '0025' });
    const checksum = sha512Of(`ana@example.com343${order}COP45000${fixedHash}`);
    await provider.drive('/till/pay', { code: await provider.code({ merchant, order, checksum }) });
    const [told] = await provider.told(1);
    expect(told).toMatchObject({
      po_id: order,
      pv_checksum: notificationChecksum(order, 'approved', notificationHash),
    });
  });

  it('settles a day in a file', async () => {
    await provider.drive('/till/pay', { code: await provider.code() });
    await provider.drive(`/settlements/${protocol}`, { day: '2026-11-20' });
    const { body } = await provider.send('GET', '/settlements/efecty/2026-11-20');
    expect(body).toMatchObject({ files: [{ sizeBytes: expect.any(Number) }] });
  });
});
