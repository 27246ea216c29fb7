import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { KEYS, SandboxUnderTest } from '../fixtures/sandbox-under-test.js';

/** The SDK asks api.ipify.org for its address before every GET; offline that may take a while to fail. */
const SDK_WITHIN_MS = 60_000;

const SDK = createRequire(import.meta.url).resolve('epayco-sdk-node');

/** What the SDK is asked to do; it answers on the last line, because it prints things of its own. */
const SCRIPT = `
  const epayco = require(process.env.SDK)({
    apiKey: process.env.PUBLIC_KEY, privateKey: process.env.PRIVATE_KEY, lang: 'ES', test: true,
  });
  (async () => {
    let result;
    try {
      result = await eval('(async (epayco) => ' + process.env.DEED + ')')(epayco);
    } catch (error) {
      result = { thrown: String(error.message) };
    }
    process.stdout.write('\\n' + JSON.stringify(result) + '\\n', () => process.exit(0));
  })();
`;

/** The example of the SDK's read-me, with a confirmation URL and an expiry of our own. */
const CASH = {
  invoice: '1472050778',
  description: 'pay test',
  value: '20000',
  tax: '0',
  tax_base: '0',
  currency: 'COP',
  type_person: '0',
  doc_type: 'CC',
  doc_number: '10358519',
  name: 'testing',
  last_name: 'PAYCO',
  email: 'test@example.com',
  cell_phone: '3010000001',
  end_date: '2026-11-25',
  ip: '190.0.0.1',
  url_response: 'https://shop.example/respuesta.html',
  method_confirmation: 'GET',
  extra1: 'cart-7',
};

/** The same for a transfer. */
const PSE = {
  bank: '1077',
  invoice: '1472050779',
  description: 'pay test',
  value: '10000',
  tax: '0',
  tax_base: '0',
  currency: 'COP',
  type_person: '0',
  doc_type: 'CC',
  doc_number: '10358519',
  name: 'testing',
  last_name: 'PAYCO',
  email: 'test@example.com',
  country: 'CO',
  cell_phone: '3010000001',
  ip: '190.0.0.1',
  url_response: 'https://shop.example/respuesta.html',
  extra1: 'año',
};

describe('the unmodified epayco-sdk-node', () => {
  let sandbox: SandboxUnderTest;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());

  /** Runs the SDK in a process of its own: it reads its hosts once, when it is loaded. */
  async function sdk(deed: string, keys: { privateKey: string } = KEYS): Promise<unknown> {
    const url = `${sandbox.url}/epayco`;
    const child = spawn(process.execPath, ['-e', SCRIPT], {
      env: {
        PATH: process.env['PATH'] ?? '',
        SDK,
        DEED: deed,
        PUBLIC_KEY: KEYS.publicKey,
        PRIVATE_KEY: keys.privateKey,
        BASE_URL_SDK: url,
        SECURE_URL_SDK: url,
        BASE_URL_APIFY: url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: SDK_WITHIN_MS,
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    const lastLine = printed.trimEnd().split('\n').at(-1) ?? '';
    return JSON.parse(lastLine) as unknown;
  }

  const create = (network: string, changes: Record<string, unknown> = {}) => {
    const options = { ...CASH, url_confirmation: sandbox.merchant.url, ...changes };
    return sdk(`epayco.cash.create('${network}', ${JSON.stringify(options)})`) as Promise<{
      success: boolean;
      data: { ref_payco: number; pin: string };
    }>;
  };

  it(
    'creates a voucher, reads it, and reads it as paid',
    async () => {
      const created = await create('efecty');
      expect(created).toMatchObject({
        success: true,
        title_response: 'SUCCESS',
        data: {
          factura: '1472050778',
          valor: 20000,
          estado: 'Pendiente',
          pin: expect.stringMatching(/^\d+$/),
          codigoproyecto: '110342',
          fechaexpiracion: '2026-11-25 23:59:59',
          extras: expect.objectContaining({ extra1: 'cart-7' }),
          extras_epayco: { extra5: 'P44' },
        },
      });
      const { ref_payco, pin } = created.data;
      expect(await sdk(`epayco.cash.get('${ref_payco}')`)).toMatchObject({
        success: true,
        data: { x_ref_payco: ref_payco, x_id_invoice: '1472050778', x_cod_response: 3 },
      });
      await sandbox.post('/till/pay', { code: pin });
      expect(await sdk(`epayco.charge.get('${ref_payco}')`)).toMatchObject({
        success: true,
        data: { x_ref_payco: ref_payco, x_amount: 20000, x_response: 'Aceptada' },
      });
      const [received] = await sandbox.merchant.has(1);
      expect(received).toMatchObject({ method: 'GET', fields: { x_extra1: 'cart-7' } });
    },
    4 * SDK_WITHIN_MS,
  );

  it(
    'creates vouchers of the other networks, and is told what is wrong',
    async () => {
      const others = ['baloto', 'gana', 'redservi', 'puntored', 'sured'];
      const created = await Promise.all(
        others.map((network) => create(network, { invoice: network })),
      );
      expect(created.map(({ success }) => success)).toEqual(others.map(() => true));
      const wrong = await create('gana', { invoice: 'wrong', value: '1.50' });
      expect(wrong).toMatchObject({ success: false, data: { errores: [{ codError: 'A002' }] } });
    },
    2 * SDK_WITHIN_MS,
  );

  it(
    'sends a payer to a bank, and reads the transfer by its ticket and its reference',
    async () => {
      const before = sandbox.merchant.received.length;
      const told = { url_confirmation: sandbox.merchant.url, method_confirmation: 'POST' };
      const begun = (await sdk(`epayco.bank.create(${JSON.stringify({ ...PSE, ...told })})`)) as {
        data: { ref_payco: number; urlbanco: string; transactionID: string; ticketId: string };
      };
      expect(begun).toMatchObject({
        success: true,
        title_response: 'SUCCESS',
        last_action: 'get bank url',
        data: {
          factura: '1472050779',
          valor: 10_000,
          estado: 'Pendiente',
          extras: expect.objectContaining({ extra1: 'año' }),
          extras_epayco: { extra5: 'P44' },
        },
      });
      const { ref_payco, urlbanco, transactionID, ticketId } = begun.data;
      expect((await fetch(urlbanco)).status).toBe(200);
      await sandbox.post(`/pse/${transactionID}/approve`);
      const read = await Promise.all([
        sdk(`epayco.bank.get('${ticketId}')`),
        sdk(`epayco.bank.get('${transactionID}')`),
      ]);
      for (const answer of read) {
        expect(answer).toMatchObject({
          success: true,
          data: { ref_payco, estado: 'Aceptada', banco: 'BANKA', cod_respuesta: 1 },
        });
      }
      expect(await sdk(`epayco.charge.get('${ref_payco}')`)).toMatchObject({
        data: { x_ref_payco: ref_payco, x_response: 'Aceptada', x_franchise: 'PSE' },
      });
      const newest = (await sandbox.merchant.has(before + 1)).at(before);
      expect(newest).toMatchObject({ method: 'POST', fields: { x_extra1: 'año' } });
    },
    4 * SDK_WITHIN_MS,
  );

  it(
    'lists the banks, and is told what is wrong with a transfer',
    async () => {
      expect(await sdk('epayco.bank.getBanks()')).toMatchObject({
        success: true,
        data: expect.arrayContaining([{ bankCode: '1077', bankName: 'BANKA' }]),
      });
      const wrong = { ...PSE, invoice: 'wrong', bank: '9999' };
      expect(await sdk(`epayco.bank.create(${JSON.stringify(wrong)})`)).toMatchObject({
        success: false,
        data: { errores: [{ codError: 'A004' }], idfactura: 'wrong' },
      });
    },
    2 * SDK_WITHIN_MS,
  );

  it(
    'is not let in with a wrong key',
    async () => {
      const keys = { privateKey: 'f'.repeat(32) };
      const deed = `epayco.cash.create('efecty', ${JSON.stringify({ ...CASH, invoice: 'no' })})`;
      expect(await sdk(deed, keys)).toMatchObject({ success: false });
      expect(await sandbox.journal('?reference=no')).toEqual([]);
    },
    SDK_WITHIN_MS,
  );

  it(
    'reads that a transaction does not exist',
    async () => {
      expect(await sdk(`epayco.cash.get('1')`)).toMatchObject({
        success: false,
        text_response: 'Transacción no existe',
      });
    },
    SDK_WITHIN_MS,
  );
});
