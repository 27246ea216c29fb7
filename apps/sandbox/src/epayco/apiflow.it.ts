import { Apiflow, PSE_PARTS, sealedLeaves, transactionBody } from '../fixtures/epayco-apiflow.js';
import { KEYS, NOW, SandboxUnderTest } from '../fixtures/sandbox-under-test.js';
import { BANKS } from './banks.js';

const protocol = 'epayco';

describe('ePayco’s newer service', () => {
  let sandbox: SandboxUnderTest;
  let apiflow: Apiflow;

  beforeEach(async () => {
    sandbox = await SandboxUnderTest.start();
    apiflow = await Apiflow.logIn(sandbox);
  });
  afterEach(() => sandbox.stop());

  const dataOf = ({ body }: { body: Record<string, unknown> }) =>
    body['data'] as Record<string, unknown>;
  const created = async (changes: Record<string, unknown> = {}) => {
    const data = dataOf(await apiflow.create(changes));
    const provider = data['paymentProviderData'] as Record<string, unknown>;
    return { ref: data['refPayco'], provider };
  };
  const fault = (operation: string, kind: string) =>
    sandbox.post('/faults', { protocol, operation, kind, count: 1 });

  describe('log-in', () => {
    const logIn = (body: unknown) =>
      sandbox.send('POST', '/epayco/authentication/api/v2/login', body);
    const keys = { client_id: KEYS.publicKey, client_secret: KEYS.privateKey };

    it.each([
      ['another secret', { ...keys, client_secret: 'x', grant_type: 'client_credentials' }],
      ['another grant', { ...keys, grant_type: 'password' }],
      ['nothing', {}],
    ])('with %s: 401', async (_, body) => {
      expect(await logIn(body)).toMatchObject({ status: 401, body: { success: false } });
    });

    it('lets in with a token of its own, or with apify’s, and with no other', async () => {
      const keysOfRestpagos = { public_key: KEYS.publicKey, private_key: KEYS.privateKey };
      const read = (token: unknown) =>
        sandbox.send('GET', '/epayco/payment/api/v1/transactions/1', undefined, {
          authorization: `Bearer ${String(token)}`,
        });
      const apify = await sandbox.send('POST', '/epayco/login', undefined, {
        authorization: sandbox.basic().slice(0, -1),
      });
      const restpagos = await sandbox.send('POST', '/epayco/v1/auth/login', keysOfRestpagos);
      expect((await apiflow.read(1)).status).toBe(404);
      expect((await read(apify.body['token'])).status).toBe(404);
      expect((await read(restpagos.body['bearer_token'])).status).toBe(401);
    });

    it('is needed everywhere', async () => {
      const sealed = sealedLeaves(transactionBody());
      const path = '/epayco/payment/api/v1';
      const answers = [
        await sandbox.send('POST', `${path}/transactions`, sealed),
        await sandbox.send('GET', `${path}/transactions/1`),
        await sandbox.send('GET', `${path}/pse/banks/${KEYS.publicKey}`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    });
  });

  describe('a voucher', () => {
    it('is issued for about five days, and read', async () => {
      const answer = await apiflow.create();
      expect(answer).toMatchObject({
        status: 200,
        body: { success: true, message: 'Transacción creada exitosamente' },
      });
      const data = dataOf(answer);
      expect(data).toMatchObject({
        refPayco: expect.any(Number),
        invoice: '3001',
        amount: 85_000,
        tax: 1_000,
        ico: 0,
        subtotal: 84_000,
        currency: 'COP',
        status: 'Pendiente',
        responseCode: 'P004',
        authorization: '000000',
        franchise: 'EF',
        nameBank: 'EFECTY',
        city: 'SIN CIUDAD',
        testMode: 1,
        payerInformation: { documentType: 'C*', document: '1*******' },
        extras: expect.objectContaining({ extra1: 'uno' }),
        extrasEpayco: { extra5: 'P44' },
        paymentProviderData: {
          pin: expect.stringMatching(/^\d{11}$/),
          agreementCode: '110342',
          expirationDate: '2026-11-25 10:00:00',
          trm: 0,
        },
      });
      const read = await apiflow.read(data['refPayco']);
      expect(read.body['message']).toBe('Transacción consultada exitosamente');
      expect(dataOf(read)).toEqual({ ...data, ico: '0.00' });
    });

    it('is paid, and confirmed as any other', async () => {
      const { ref, provider } = await created();
      await sandbox.post('/till/pay', { code: provider['pin'] });
      expect(dataOf(await apiflow.read(ref))).toMatchObject({ status: 'Aceptada' });
      const [confirmed] = await sandbox.merchant.has(1);
      expect(confirmed?.fields).toMatchObject({ x_ref_payco: String(ref), x_cod_response: '1' });
      expect((await sandbox.status(String(ref))).body).toMatchObject({ success: true });
    });
  });

  describe('a transfer', () => {
    it('says where the payer goes, once', async () => {
      const answer = await apiflow.create(PSE_PARTS);
      const data = dataOf(answer);
      const code = String(data['authorization']);
      expect(data).toMatchObject({
        status: 'Pendiente',
        responseCode: '0000',
        franchise: 'PSE',
        nameBank: 'BANKA',
        receipt: `${String(data['refPayco'])}${NOW.getTime() / 1_000}`,
        paymentProviderData: {
          urlPayment: `${sandbox.url}/bank/${code}`,
          trazabilityCode: code,
          ticketId: expect.any(Number),
          cycle: 3,
        },
      });
      const read = dataOf(await apiflow.read(data['refPayco']));
      expect(read['paymentProviderData']).not.toHaveProperty('urlPayment');
    });

    it.each([
      ['approve', 'Aceptada', '00'],
      ['reject', 'Rechazada', '05'],
      ['abandon', 'Expirada', '04'],
    ])('after %s at the bank is %s', async (deed, status, responseCode) => {
      const { ref, provider } = await created(PSE_PARTS);
      await sandbox.post(`/pse/${String(provider['trazabilityCode'])}/${deed}`);
      expect(dataOf(await apiflow.read(ref))).toMatchObject({ status, responseCode });
    });

    it('has the same banks', async () => {
      const { status, body } = await apiflow.send('GET', `/pse/banks/${KEYS.publicKey}`);
      expect([status, body['data']]).toEqual([200, BANKS]);
      expect((await apiflow.send('GET', '/pse/banks/somebody')).status).toBe(404);
    });
  });

  it('makes another transaction of the same bill, unless it may have one only', async () => {
    const [first, second] = [await created(), await created()];
    expect(second.ref).not.toBe(first.ref);
    expect(await apiflow.create({ uniqueTransactionPerBill: true })).toMatchObject({
      status: 400,
      body: {
        success: false,
        message: 'Transaction request',
        data: { errors: [{ code: 'A002', message: 'El campo invoice es inválido' }] },
      },
    });
    expect(await sandbox.journal('?reference=3001')).toHaveLength(2);
  });

  it.each([
    ['a wrong amount', { amount: '-1' }, 'amount'],
    ['another public key', { publicKey: 'somebody' }, 'publicKey'],
  ])('%s: 400, and nothing is there', async (_, changes, field) => {
    expect(await apiflow.create(changes)).toMatchObject({
      status: 400,
      body: { data: { errors: [{ message: expect.stringContaining(`El campo ${field} `) }] } },
    });
    expect(await sandbox.journal()).toEqual([]);
  });

  it('cannot read what is not encrypted with the key of the account', async () => {
    const wrong = [
      transactionBody(),
      sealedLeaves(transactionBody(), 'f'.repeat(32)),
      { ...sealedLeaves(transactionBody()), i: 'AAAAAAAAAAA=' },
      undefined,
    ];
    for (const body of wrong) {
      expect((await apiflow.send('POST', '/transactions', body)).status).toBe(400);
    }
  });

  it('fails over a split that names no receivers', async () => {
    const splitPayment = { splitMethod: 'multiple' };
    expect((await apiflow.create({ splitPayment })).status).toBe(500);
    expect((await apiflow.create({ splitPayment: { splitReceivers: [] } })).status).toBe(200);
  });

  it.each(['1', '0', 'abc', '-5', '1e9'])('knows no transaction %j: 404', async (ref) => {
    expect(await apiflow.read(ref)).toMatchObject({ status: 404, body: { success: false } });
  });

  it('refuses as each operation does, and executes what a fault lets it', async () => {
    for (const operation of ['issue', 'status', 'banks']) await fault(operation, 'reject');
    const answers = [
      await apiflow.create(),
      await apiflow.read(1),
      await apiflow.send('GET', `/pse/banks/${KEYS.publicKey}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    await fault('issue', 'http_500_after');
    expect((await apiflow.create()).status).toBe(500);
    expect(await sandbox.journal()).toHaveLength(1);
  });
});
