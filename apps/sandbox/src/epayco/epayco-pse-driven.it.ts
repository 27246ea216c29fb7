import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { begun, transfer } from '../fixtures/epayco-pse.js';
import { KEYS, SandboxUnderTest } from '../fixtures/sandbox-under-test.js';
import { signConfirmation } from './sign-confirmation.js';

const protocol = 'epayco';

describe('PSE at ePayco, driven', () => {
  let sandbox: SandboxUnderTest;

  beforeEach(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterEach(() => sandbox.stop());

  const visit = (code: string, deed: string) => sandbox.post(`/pse/${code}/${deed}`);
  const fault = (operation: string, kind: string) =>
    sandbox.post('/faults', { protocol, operation, kind, count: 1 });
  const banks = () => sandbox.restpagos('GET', `/pse/bancos.json?public_key=${KEYS.publicKey}`);
  const info = (number: string) => {
    const query = `transactionID=${number}&&public_key=${KEYS.publicKey}`;
    return sandbox.restpagos('GET', `/pse/transactioninfomation.json?${query}`);
  };

  it.each([
    ['approve', 'Aceptada', '1'],
    ['reject', 'Rechazada', '2'],
    ['abandon', 'Expirada', '9'],
  ])('%s is confirmed as %s, like cash, and signed', async (deed, state, code) => {
    const { transactionID, ticketId, ref_payco } = await begun(sandbox);
    await visit(transactionID, deed);
    const [confirmed] = await sandbox.merchant.has(1);
    const fields = confirmed?.fields ?? {};
    expect(fields).toMatchObject({
      x_ref_payco: String(ref_payco),
      x_id_invoice: '2001',
      x_transaction_id: ticketId,
      x_approval_code: transactionID,
      x_franchise: 'PSE',
      x_bank_name: 'BANCO UNION COLOMBIANO',
      x_response: state,
      x_cod_response: code,
      x_amount: '85000',
    });
    const signed = { refPayco: String(ref_payco), transactionId: ticketId };
    expect(fields['x_signature']).toBe(
      signConfirmation(KEYS, { ...signed, amount: '85000', currencyCode: 'COP' }),
    );
  });

  it.each([
    ['wrong', false],
    ['replayed', true],
  ])('forges an approval whose signature is %s', async (signature, isRight) => {
    const { transactionID, ticketId, ref_payco } = await begun(sandbox);
    await sandbox.post('/callbacks/forge', { code: transactionID, signature });
    const [forged] = await sandbox.merchant.has(1);
    expect(forged?.fields).toMatchObject({ x_response: 'Aceptada' });
    const signed = { refPayco: String(ref_payco), transactionId: ticketId };
    const right = signConfirmation(KEYS, { ...signed, amount: '85000', currencyCode: 'COP' });
    expect(forged?.fields['x_signature'] === right).toBe(isRight);
    expect((await info(transactionID)).body).toMatchObject({ data: { estado: 'Pendiente' } });
  });

  it('may have a transfer paid before its request is answered', async () => {
    await sandbox.post('/callbacks', { protocol, mode: 'before_reply', pay: true });
    expect(await begun(sandbox)).toMatchObject({ estado: 'Aceptada', respuesta: 'Aprobada' });
    const told = await sandbox.merchant.has(2);
    expect(told.map(({ fields }) => fields['x_response'])).toEqual(['Pendiente', 'Aceptada']);
  });

  it('refuses as each operation does', async () => {
    const { transactionID } = await begun(sandbox);
    for (const operation of ['issue', 'status', 'banks']) await fault(operation, 'reject');
    const answers = [
      await transfer(sandbox, { factura: '2002' }),
      await info(transactionID),
      await banks(),
    ];
    expect(answers.map(({ body }) => body['success'])).toEqual([false, false, false]);
    expect(answers.map(({ body }) => body['last_action'])).toEqual([
      'validation transaction',
      'update_transaction',
      'Query Bancos',
    ]);
  });

  it('finds in the list the transfer whose answer was lost, and begins no second one', async () => {
    await fault('issue', 'http_500_after');
    expect(await transfer(sandbox)).toMatchObject({ status: 500, body: {} });
    const { body } = await sandbox.search({ filter: { referenceClient: '2001' } });
    const [found] = (body['data'] as { data: { referencePayco: number }[] }).data;
    expect(await begun(sandbox)).toMatchObject({ ref_payco: found?.referencePayco });
    expect(await sandbox.journal()).toHaveLength(1);
  });

  it('sends the payer back to the shop from the bank’s page', async () => {
    const { urlbanco, transactionID } = await begun(sandbox);
    await visit(transactionID, 'approve');
    const page = await (await fetch(urlbanco)).text();
    expect(page).toContain('href="https://shop.example/r"');
  });

  it('takes the money back', async () => {
    const { transactionID } = await begun(sandbox);
    await visit(transactionID, 'approve');
    await sandbox.post('/till/reverse', { code: transactionID });
    expect((await info(transactionID)).body).toMatchObject({
      data: { estado: 'Reversada', cod_respuesta: 6 },
    });
  });

  it('takes money of nobody, and a second payment, under tickets of their own', async () => {
    const { transactionID } = await begun(sandbox);
    await visit(transactionID, 'approve');
    const again = await sandbox.post('/till/pay', { code: transactionID, amount: 100 });
    const stray = { protocol, network: 'pse', amount: 700, reference: '99999' };
    const strayed = await sandbox.post('/till/stray', stray);
    const shown = await Promise.all(
      [again, strayed].map(({ body }) => sandbox.status(Number(body['transaction']))),
    );
    expect(shown.map(({ body }) => body['data'])).toMatchObject([
      { x_amount: 1, x_franchise: 'PSE', x_bank_name: 'BANCO UNION COLOMBIANO' },
      { x_amount: 7, x_franchise: 'PSE', x_bank_name: '', x_id_invoice: '99999' },
    ]);
  });

  it('settles transfers in a file of their own', async () => {
    const { transactionID } = await begun(sandbox);
    await visit(transactionID, 'approve');
    const order = { day: '2026-11-20', network: 'pse' };
    expect((await sandbox.post(`/settlements/${protocol}`, order)).status).toBe(200);
    const { body } = await sandbox.send('GET', '/epayco/settlements/pse/2026-11-20');
    expect(body).toMatchObject({ files: [{ sizeBytes: expect.any(Number) }] });
  });

  it('knows after a restart what it knew before', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const before = await SandboxUnderTest.start({ dataDir });
    const { transactionID } = await begun(before);
    await before.stop();
    const after = await SandboxUnderTest.start({ dataDir });
    await after.post(`/pse/${transactionID}/approve`);
    const answer = await transfer(after);
    expect(answer.body['data']).toMatchObject({ transactionID, estado: 'Aceptada' });
    await after.stop();
    await rm(dataDir, { recursive: true });
  });
});
