import { KEYS, NOW, SandboxUnderTest } from '../fixtures/sandbox-under-test.js';
import { encryptField } from './field-cipher.js';

const HALF_AN_HOUR_MS = 30 * 60_000;

describe('the paths of ePayco', () => {
  let sandbox: SandboxUnderTest;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());

  describe('log-in', () => {
    it('gives a bearer token for the keys', async () => {
      const keys = { public_key: KEYS.publicKey, private_key: KEYS.privateKey };
      const { status, body } = await sandbox.send('POST', '/epayco/v1/auth/login', keys);
      expect(status).toBe(200);
      expect(body['bearer_token']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    });

    it.each([{}, { public_key: KEYS.publicKey, private_key: 'wrong' }, undefined])(
      'gives none for %j',
      async (keys) => {
        const { status, body } = await sandbox.send('POST', '/epayco/v1/auth/login', keys);
        expect(status).toBe(401);
        expect(body).not.toHaveProperty('bearer_token');
      },
    );

    it.each([
      ['with the semicolon of the SDK', (basic: string) => basic, 200],
      ['without it', (basic: string) => basic.slice(0, -1), 200],
      ['with another scheme', (basic: string) => basic.replace('Basic', 'Bearer'), 401],
      ['with nothing', () => '', 401],
    ])('at apify, %s', async (_, change, expected) => {
      const authorization = change(sandbox.basic());
      const { status, body } = await sandbox.send('POST', '/epayco/login', {}, { authorization });
      expect(status).toBe(expected);
      expect(typeof body['token'] === 'string').toBe(expected === 200);
    });

    it('at apify, with a wrong key', async () => {
      const authorization = sandbox.basic('wrong');
      const { status } = await sandbox.send('POST', '/epayco/login', {}, { authorization });
      expect(status).toBe(401);
    });
  });

  describe('voucher', () => {
    it('answers in the legacy shape', async () => {
      const { status, body } = await sandbox.cash({ factura: 'shape', extra1: 'uno' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        success: true,
        title_response: 'SUCCESS',
        last_action: 'Crear pin efecty',
        data: {
          ref_payco: expect.any(Number),
          factura: 'shape',
          valor: 85000,
          valorneto: 85000,
          valor_pesos: 85000,
          moneda: 'COP',
          banco: 'EFECTY',
          estado: 'Pendiente',
          autorizacion: '000000',
          recibo: expect.any(String),
          fecha: '2026-11-20 10:00:00',
          franquicia: 'EF',
          cod_respuesta: 3,
          cod_error: 'P004',
          enpruebas: 1,
          nombres: 'Ana María',
          apellidos: 'Muñoz',
          direccion: 'NA',
          extras: expect.objectContaining({ extra1: 'uno' }),
          cc_network_response: { code: '0000', message: 'Franquicia no registrada' },
          extras_epayco: { extra5: 'P44' },
          pin: expect.stringMatching(/^\d+$/),
          codigoproyecto: '110342',
          fechaexpiracion: '2026-11-25 23:59:59',
        },
      });
    });

    it.each(['efecty', 'baloto', 'gana', 'redservi', 'puntored', 'sured'])(
      'is issued at %s',
      async (network) => {
        const { body } = await sandbox.cash({ factura: `at-${network}` }, network);
        expect(body).toMatchObject({ success: true, data: { banco: network.toUpperCase() } });
      },
    );

    it.each([
      ['efecty', 'Crear pin efecty'],
      ['redservi', 'Crear pin red servi'],
      ['puntored', 'Crear pin punto red'],
    ])('at %s says %s', async (network, last_action) => {
      const { body } = await sandbox.cash({ factura: `says-${network}` }, network);
      const text_response = 'Transacción y pin generados exitosamente';
      expect(body).toMatchObject({ last_action, text_response });
    });

    it('at another network: 404', async () => {
      expect((await sandbox.cash({}, 'oxxo')).status).toBe(404);
    });

    it('wrong fields: a refusal that names each of them', async () => {
      const { status, body } = await sandbox.cash({ valor: '1.5', email: 'x', factura: '' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        success: false,
        title_response: 'Error',
        last_action: 'validation transaction',
        data: { totalerrores: 3, errores: expect.any(Array) },
      });
      expect(body['data']).toMatchObject({
        errores: expect.arrayContaining([
          { codError: 'A001', errorMessage: 'El campo factura es requerido' },
          { codError: 'A002', errorMessage: 'El campo valor es inválido' },
        ]),
      });
    });

    it.each([
      ['another public key', { public_key: 'somebody' }],
      ['a past expiry', { fechaexpiracion: '2020-12-05' }],
      ['an expiry that is no date', { fechaexpiracion: 'mañana' }],
    ])('%s: refused', async (_, change) => {
      const before = (await sandbox.journal()).length;
      const { body } = await sandbox.cash({ factura: 'refused', ...change });
      expect(body).toMatchObject({ success: false, data: { totalerrores: 1 } });
      expect(await sandbox.journal()).toHaveLength(before);
    });

    it('the same factura again: the same answer for the same amount, an error for another', async () => {
      const first = await sandbox.cash({ factura: 'again' });
      expect((await sandbox.cash({ factura: 'again' })).body).toEqual(first.body);
      expect((await sandbox.cash({ factura: 'again', valor: '85001' })).body).toMatchObject({
        success: false,
        data: { errores: [{ errorMessage: 'El campo factura es inválido' }] },
      });
      expect(await sandbox.journal('?reference=again')).toHaveLength(1);
    });

    it('twenty requests for one factura at once: one voucher', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => sandbox.issue({ factura: 'at-once' })),
      );
      expect(new Set(answers.map(({ pin }) => pin)).size).toBe(1);
      expect(await sandbox.journal('?reference=at-once')).toHaveLength(1);
    });

    it('needs a token that is still valid', async () => {
      sandbox.now = new Date(NOW.getTime() + HALF_AN_HOUR_MS);
      expect(await sandbox.cash({ factura: 'late' })).toMatchObject({ status: 401 });
      expect(await sandbox.status(1)).toMatchObject({ status: 401 });
      expect(await sandbox.search({})).toMatchObject({ status: 401 });
      await sandbox.logIn();
      expect(await sandbox.cash({ factura: 'late' })).toMatchObject({ status: 200 });
      sandbox.now = NOW;
    });

    it('broken JSON: 400 in the envelope of ePayco', async () => {
      const response = await fetch(`${sandbox.url}/epayco/restpagos/v2/efectivo/efecty`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"factura":',
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ success: false, title_response: 'Error' });
    });
  });

  describe('status', () => {
    it('of a voucher: pending, with every field of the query', async () => {
      const { ref_payco, recibo } = await sandbox.issue({ factura: 'asked', iva: '1000' });
      expect((await sandbox.status(ref_payco)).body).toMatchObject({
        success: true,
        title_response: 'Correcto',
        text_response: 'Transacción consultada existosamente',
        last_action: 'Consultar Transaccion',
        data: {
          x_cust_id_cliente: 12345,
          x_ref_payco: ref_payco,
          x_id_factura: 'asked',
          x_id_invoice: 'asked',
          x_amount: 85000,
          x_amount_ok: 85000,
          x_tax: 1000,
          x_currency_code: 'COP',
          x_response: 'Pendiente',
          x_respuesta: 'Pendiente',
          x_transaction_state: 'Pendiente',
          x_cod_response: 3,
          x_cod_respuesta: 3,
          x_cod_transaction_state: 3,
          x_transaction_id: recibo,
          x_transaction_date: '2026-11-20 10:00:00',
          x_approval_code: '000000',
          x_franchise: 'EF',
          x_test_request: 'TRUE',
          x_customer_lastname: 'Muñoz',
          x_signature: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      });
    });

    it('shows what was paid, and the way back', async () => {
      const { ref_payco, pin } = await sandbox.issue({ factura: 'way' });
      await sandbox.post('/till/pay', { code: pin, amount: 8_499_900 });
      expect((await sandbox.status(ref_payco)).body['data']).toMatchObject({
        x_cod_response: 1,
        x_response: 'Aceptada',
        x_amount: 84999,
        x_approval_code: expect.not.stringMatching('000000'),
      });
      await sandbox.post('/till/reverse', { code: pin });
      expect((await sandbox.status(ref_payco)).body['data']).toMatchObject({
        x_cod_response: 6,
        x_response: 'Reversada',
      });
    });

    it('of a reference that an SDK encrypted', async () => {
      const { ref_payco } = await sandbox.issue({ factura: 'sealed' });
      const sealed = encodeURIComponent(encryptField(String(ref_payco), KEYS.privateKey));
      expect((await sandbox.status(sealed)).body['data']).toMatchObject({ x_ref_payco: ref_payco });
    });

    it.each(['1', '0', 'abc', '', '-5', '1e9', '%00'])('of unknown %j: no success', async (ref) => {
      expect(await sandbox.status(ref)).toMatchObject({
        status: 200,
        body: {
          success: false,
          title_response: 'Error',
          text_response: 'Transacción no existe',
          data: [],
        },
      });
    });
  });

  describe('search', () => {
    it('finds the transactions of a factura, newest first', async () => {
      const { pin, ref_payco } = await sandbox.issue({ factura: 'found' });
      await sandbox.post('/till/pay', { code: pin });
      await sandbox.post('/till/pay', { code: pin, amount: 100 });
      const { body } = await sandbox.search({ filter: { referenceClient: 'found' } });
      expect(body).toMatchObject({
        success: true,
        titleResponse: expect.any(String),
        data: {
          pagination: { totalCount: 2, limit: 50, page: 1 },
          data: [
            { referenceClient: 'found', status: 'Aceptada', amount: 1 },
            {
              referencePayco: ref_payco,
              referenceClient: 'found',
              status: 'Aceptada',
              amount: 85000,
              currency: 'COP',
              paymentMethod: 'EF',
              transactionDate: '2026-11-20',
            },
          ],
        },
      });
    });

    it('finds one by its own reference, as number or text', async () => {
      const { ref_payco } = await sandbox.issue({ factura: 'own' });
      for (const referencePayco of [ref_payco, String(ref_payco)]) {
        const { body } = await sandbox.search({ filter: { referencePayco } });
        expect(body['data']).toMatchObject({ data: [{ referenceClient: 'own' }] });
      }
    });

    it('finds nothing: success, and an empty list', async () => {
      const { status, body } = await sandbox.search({ filter: { referenceClient: 'nobody' } });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        success: true,
        data: { pagination: { totalCount: 0 }, data: [] },
      });
    });

    it('gives pages', async () => {
      const page = async (number: number) =>
        (await sandbox.search({ pagination: { page: number, limit: 1 } })).body['data'] as {
          data: { referencePayco: number }[];
        };
      const [first, second] = [await page(1), await page(2)];
      expect(first.data).toHaveLength(1);
      expect(first.data).not.toEqual(second.data);
    });

    it('answers details of one, by POST and by GET with a body', async () => {
      const { ref_payco } = await sandbox.issue({ factura: 'detail' });
      const filter = { referencePayco: ref_payco };
      const { body } = await sandbox.search({ filter }, '/transaction/detail');
      expect(body).toMatchObject({
        success: true,
        data: {
          referencePayco: ref_payco,
          status: 'Pendiente',
          log: { x_cod_transaction_state: 3 },
          extras: {},
        },
      });
      const none = await sandbox.search({ filter: { referencePayco: 1 } }, '/transaction/detail');
      expect(none.body).toMatchObject({ success: false });
    });
  });

  it('a path that ePayco does not have: 404', async () => {
    const { status, body } = await sandbox.send('GET', '/epayco/nowhere');
    expect([status, body['success']]).toEqual([404, false]);
  });
});
