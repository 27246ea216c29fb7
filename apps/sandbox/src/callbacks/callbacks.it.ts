import { SandboxUnderTest } from '../fixtures/sandbox-under-test.js';
import { CALLBACK_MODE_NAMES } from './callback-mode.js';

/** How long a list is looked at until a delivery stands as wanted. */
const LOOK_MS = 5_000;

describe('confirmations over HTTP', () => {
  let sandbox: SandboxUnderTest;

  beforeEach(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterEach(() => sandbox.stop());

  const mode = (name: string, more: Record<string, unknown> = {}) =>
    sandbox.post('/callbacks', { protocol: 'epayco', mode: name, ...more });
  const pay = async (changes: Record<string, unknown> = {}) => {
    const { pin } = await sandbox.issue(changes);
    await sandbox.post('/till/pay', { code: pin });
    return pin;
  };
  async function deliveriesThat(isWanted: (one: Record<string, unknown>) => boolean) {
    const deadline = performance.now() + LOOK_MS;
    while (performance.now() < deadline) {
      const deliveries = await sandbox.deliveries();
      if (deliveries.length > 0 && deliveries.every(isWanted)) return deliveries;
    }
    throw new Error(`never as wanted: ${JSON.stringify(await sandbox.deliveries())}`);
  }

  it('by POST come as a form', async () => {
    await pay();
    const [received] = await sandbox.merchant.has(1);
    expect(received).toMatchObject({
      method: 'POST',
      path: '/confirm',
      contentType: 'application/x-www-form-urlencoded',
      fields: { x_id_invoice: '1001', x_cod_response: '1', x_customer_lastname: 'Muñoz' },
    });
  });

  it('by GET come as a query beside the merchant’s own', async () => {
    await pay({ metodoconfirmacion: 'GET' });
    const [received] = await sandbox.merchant.has(1);
    expect(received).toMatchObject({
      method: 'GET',
      fields: { shop: '7', x_id_invoice: '1001', x_customer_name: 'Ana María' },
    });
  });

  it('of a reversal carry the transaction number of the payment', async () => {
    const code = await pay();
    await sandbox.merchant.has(1);
    await sandbox.post('/till/reverse', { code });
    const [paid, reversed] = await sandbox.merchant.has(2);
    expect(reversed?.fields).toMatchObject({
      x_cod_transaction_state: '6',
      x_transaction_state: 'Reversada',
      x_transaction_id: paid?.fields['x_transaction_id'],
    });
  });

  it('of an expiry come by themselves', async () => {
    await sandbox.issue();
    sandbox.now = new Date('2026-12-24T15:00:00Z');
    const [received] = await sandbox.merchant.has(1);
    expect(received?.fields['x_transaction_state']).toBe('Expirada');
  });

  it('of money for nobody go where the account was told last, or where the driver says', async () => {
    const stray = { amount: 1_230_000, reference: '99999' };
    await sandbox.post('/till/stray', stray);
    expect(await sandbox.deliveries()).toEqual([]);
    await sandbox.issue();
    await sandbox.post('/till/stray', stray);
    await sandbox.merchant.has(1);
    const confirmationUrl = sandbox.merchant.url.replace('/confirm', '/elsewhere');
    await sandbox.post('/till/pay', { code: null, ...stray, confirmationUrl });
    const received = await sandbox.merchant.has(2);
    expect(received.map(({ path }) => path)).toEqual(['/confirm', '/elsewhere']);
    expect(received[0]?.fields).toMatchObject({ x_id_invoice: '99999', x_amount: '12300' });
  });

  it('are listed with the answers they got', async () => {
    await pay();
    expect(await deliveriesThat(({ status }) => status === 'delivered')).toMatchObject([
      {
        reference: '1001',
        state: 'paid',
        forged: false,
        url: sandbox.merchant.url,
        method: 'POST',
        attempts: 1,
        answers: { '200': 1 },
      },
    ]);
  });

  it.each([
    [500, '500'],
    [302, '302'],
  ])('that are answered %p wait for their next attempt', async (answer, noted) => {
    sandbox.merchant.answer = answer;
    await pay();
    const [delivery] = await deliveriesThat(({ status }) => status === 'retrying');
    expect(delivery?.['answers']).toEqual({ [noted]: 1 });
    sandbox.merchant.answer = 200;
    const { body } = await sandbox.post('/callbacks/flush');
    expect(body['data']).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  it('that are not answered in time wait for their next attempt', async () => {
    await sandbox.stop();
    sandbox = await SandboxUnderTest.start({ callbackTimeoutMs: 300 });
    sandbox.merchant.answer = null;
    await pay();
    const [delivery] = await deliveriesThat(({ status }) => status === 'retrying');
    expect(delivery?.['answers']).toEqual({ TimeoutError: 1 });
  });

  it('that find nobody wait for their next attempt', async () => {
    await pay({ url_confirmacion: 'http://127.0.0.1:1/confirm' });
    const [delivery] = await deliveriesThat(({ status }) => status === 'retrying');
    expect(delivery?.['answers']).toEqual({ ECONNREFUSED: 1 });
  });

  it('drop: nothing comes until flushed', async () => {
    await mode('drop');
    await pay();
    expect(await sandbox.deliveries()).toMatchObject([{ status: 'dropped', attempts: 0 }]);
    expect(sandbox.merchant.received).toEqual([]);
    await sandbox.post('/callbacks/flush');
    expect(sandbox.merchant.received).toHaveLength(1);
  });

  it('duplicate: a hundred copies, fifty at once', async () => {
    await mode('duplicate');
    sandbox.merchant.together = 50;
    await pay();
    const received = await sandbox.merchant.has(100);
    expect(new Set(received.map(({ fields }) => JSON.stringify(fields))).size).toBe(1);
    expect(sandbox.merchant.mostAtOnce).toBe(50);
  });

  it('delay: comes after its time', async () => {
    await mode('delay', { delayMs: 50 });
    await pay();
    expect(await sandbox.deliveries()).toMatchObject([{ status: 'delayed' }]);
    await sandbox.merchant.has(1);
  });

  it('reorder: paid comes before pending', async () => {
    await mode('reorder');
    await pay();
    const received = await sandbox.merchant.has(2);
    expect(received.map(({ fields }) => fields['x_cod_response'])).toEqual(['1', '3']);
  });

  it('before_reply: pending has come when the voucher is answered', async () => {
    await mode('before_reply');
    await sandbox.issue();
    expect(sandbox.merchant.received.map(({ fields }) => fields['x_cod_response'])).toEqual(['3']);
  });

  it('before_reply with pay: paid has come, too, and the answer says so', async () => {
    await mode('before_reply', { pay: true });
    const { estado } = await sandbox.issue();
    expect(estado).toBe('Aceptada');
    expect(sandbox.merchant.received.map(({ fields }) => fields['x_cod_response'])).toEqual([
      '3',
      '1',
    ]);
  });

  it('forged: a payment is claimed that the status does not know', async () => {
    await mode('forged');
    const { ref_payco } = await sandbox.issue();
    const [received] = await sandbox.merchant.has(1);
    expect(received?.fields).toMatchObject({ x_response: 'Aceptada', x_ref_payco: `${ref_payco}` });
    const { body } = await sandbox.status(ref_payco);
    expect(body['data']).toMatchObject({
      x_response: 'Pendiente',
      x_signature: expect.not.stringMatching(received?.fields['x_signature'] ?? ''),
    });
  });

  it.each([
    ['wrong', false],
    ['replayed', true],
  ])('forged on demand with a %s signature', async (signature, isTrue) => {
    const { pin, ref_payco } = await sandbox.issue();
    const { body } = await sandbox.post('/callbacks/forge', { code: pin, signature });
    expect(body).toMatchObject({ forged: true, status: 'delivered' });
    const truth = (await sandbox.status(ref_payco)).body['data'] as Record<string, unknown>;
    const [received] = sandbox.merchant.received;
    expect(received?.fields['x_signature'] === truth['x_signature']).toBe(isTrue);
    expect(truth['x_response']).toBe('Pendiente');
  });

  it('forged on demand for an unknown code: 404', async () => {
    expect((await sandbox.post('/callbacks/forge', { code: '1' })).status).toBe(404);
  });

  it('an unknown mode: 400 with the valid ones', async () => {
    const { status, body } = await mode('loud');
    expect(status).toBe(400);
    expect(body).toMatchObject({ problems: [{ field: 'mode', validValues: CALLBACK_MODE_NAMES }] });
  });

  it('without a URL nothing is sent', async () => {
    await pay({ url_confirmacion: undefined });
    expect(await sandbox.deliveries()).toEqual([]);
  });
});
