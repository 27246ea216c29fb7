import { begun, pseFields, sealed, transfer } from '../fixtures/epayco-pse.js';
import { KEYS, NOW, SandboxUnderTest, type JsonAnswer } from '../fixtures/sandbox-under-test.js';
import { BANKS } from './banks.js';
import { encryptField } from './field-cipher.js';

const MINUTE_MS = 60_000;

describe('PSE at ePayco', () => {
  let sandbox: SandboxUnderTest;

  beforeEach(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterEach(() => sandbox.stop());

  const info = (number: string, publicKey: string = KEYS.publicKey): Promise<JsonAnswer> => {
    const query = `transactionID=${encodeURIComponent(number)}&&public_key=${publicKey}`;
    return sandbox.restpagos('GET', `/pse/transactioninfomation.json?${query}`);
  };
  const banks = (publicKey: string = KEYS.publicKey) =>
    sandbox.restpagos('GET', `/pse/bancos.json?public_key=${publicKey}`);
  const visit = (code: string, deed: string) => sandbox.post(`/pse/${code}/${deed}`);

  describe('the banks', () => {
    it('are those of a merchant under test, below a line that is none', async () => {
      const { status, body } = await banks();
      expect(status).toBe(200);
      expect(body).toEqual({
        success: true,
        title_response: 'Ok',
        text_response: 'Bancos consultados exitosamente',
        last_action: 'Query Bancos',
        data: BANKS,
        enpruebas: 1,
      });
      expect(BANKS[0]).toMatchObject({ bankCode: '0' });
    });

    it('are told to nobody else', async () => {
      expect((await banks('somebody')).body).toMatchObject({ success: false, data: [] });
      const path = `/epayco/restpagos/pse/bancos.json?public_key=${KEYS.publicKey}`;
      expect(await sandbox.send('GET', path)).toMatchObject({ status: 401 });
    });
  });

  describe('a transfer', () => {
    it('answers with a session at the bank', async () => {
      const { status, body } = await transfer(sandbox, { iva: '1000', extra1: 'uno' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        success: true,
        title_response: 'SUCCESS',
        text_response: 'Transaccion Creada Exitosamente',
        last_action: 'get bank url',
      });
      const data = body['data'] as Record<string, unknown>;
      const { ref_payco, transactionID, ticketId } = data;
      expect(data).toEqual({
        ref_payco: expect.any(Number),
        factura: '2001',
        descripcion: 'pay test',
        valor: 85_000,
        iva: 1_000,
        ico: 0,
        baseiva: 0,
        moneda: 'COP',
        estado: 'Pendiente',
        respuesta: 'Redireccionando al banco',
        cod_respuesta: 3,
        cod_error: null,
        autorizacion: transactionID,
        ciudad: '',
        recibo: ticketId,
        fecha: '2026-11-20 10:00:00',
        urlbanco: `${sandbox.url}/bank/${String(transactionID)}`,
        transactionID: expect.stringMatching(/^\d{9}$/),
        ticketId: `${String(ref_payco)}${NOW.getTime() / 1_000}`,
        extras: expect.objectContaining({ extra1: 'uno' }),
        extras_epayco: { extra5: 'P44' },
        ciclo: '3',
      });
    });

    it.each([
      ['a bank that is none', { banco: '9999' }, 'A004', 'banco'],
      ['no bank', { banco: undefined }, 'A001', 'banco'],
      ['half a peso', { valor: '1600.50' }, 'A002', 'valor'],
      ['another public key', { public_key: 'somebody' }, 'A002', 'public_key'],
    ])('is refused with %s', async (_, change, codError, field) => {
      const { status, body } = await transfer(sandbox, change);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        success: false,
        last_action: 'validation transaction',
        data: {
          totalerrores: 1,
          errores: [{ codError, errorMessage: expect.stringContaining(`El campo ${field} `) }],
          idfactura: '2001',
        },
      });
      expect(await sandbox.journal()).toEqual([]);
    });

    it('is refused when its fields are plain, or encrypted with another key', async () => {
      const send = (body: unknown) => sandbox.restpagos('POST', '/pagos/debitos.json', body);
      for (const body of [pseFields(), sealed(pseFields(), 'f'.repeat(32)), {}, undefined]) {
        expect((await send(body)).body).toMatchObject({ success: false });
      }
      expect(await sandbox.journal()).toEqual([]);
    });

    it('needs a token', async () => {
      const path = '/epayco/restpagos/pagos/debitos.json';
      expect(await sandbox.send('POST', path, sealed(pseFields()))).toMatchObject({ status: 401 });
      expect((await sandbox.journal()).length).toBe(0);
    });

    it('is begun once for a factura: the same session again, an error for anything else', async () => {
      const first = await transfer(sandbox);
      expect((await transfer(sandbox)).body).toEqual(first.body);
      for (const change of [{ valor: '85001' }, { banco: '1077' }]) {
        expect((await transfer(sandbox, change)).body).toMatchObject({
          success: false,
          data: { errores: [{ errorMessage: 'El campo factura es inválido' }] },
        });
      }
      expect((await sandbox.cash({ factura: '2001' })).body).toMatchObject({ success: false });
      expect(await sandbox.journal()).toHaveLength(1);
    });
  });

  describe('its state', () => {
    it('is read by transaction or by ticket, also encrypted', async () => {
      const { transactionID, ticketId, ref_payco } = await begun(sandbox);
      const { status, body } = await info(transactionID);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        success: true,
        title_response: 'PENDING',
        text_response: 'Transacción Pendiente',
        last_action: 'update_transaction',
        data: {
          ref_payco,
          factura: '2001',
          valor: 85_000,
          valorneto: 85_000,
          banco: 'BANCO UNION COLOMBIANO',
          estado: 'Pendiente',
          franquicia: 'PSE',
          cod_respuesta: 3,
          cod_error: null,
          enpruebas: 1,
          documento: '10358519',
          autorizacion: transactionID,
          transactionID,
          ticketId,
        },
      });
      expect((await info(ticketId)).body).toEqual(body);
      expect((await info(encryptField(ticketId, KEYS.privateKey))).body).toEqual(body);
    });

    it.each([
      ['approve', 'OK', 1, 'Aceptada'],
      ['reject', 'NOT_AUTHORIZED', 2, 'Rechazada'],
      ['abandon', 'FAILED', 9, 'Expirada'],
    ])('after %s at the bank is %s', async (deed, title_response, code, estado) => {
      const { transactionID, ref_payco } = await begun(sandbox);
      await visit(transactionID, deed);
      expect((await info(transactionID)).body).toMatchObject({
        success: true,
        title_response,
        data: { estado, cod_respuesta: code, autorizacion: transactionID },
      });
      expect((await sandbox.status(ref_payco)).body['data']).toMatchObject({
        x_cod_response: code,
        x_response: estado,
        x_franchise: 'PSE',
        x_bank_name: 'BANCO UNION COLOMBIANO',
        x_approval_code: transactionID,
        x_transaction_cycle: '3',
      });
    });

    it('ends by itself after twenty minutes', async () => {
      const { transactionID } = await begun(sandbox);
      sandbox.now = new Date(NOW.getTime() + 20 * MINUTE_MS - 1);
      expect((await info(transactionID)).body).toMatchObject({ title_response: 'PENDING' });
      sandbox.now = new Date(NOW.getTime() + 20 * MINUTE_MS);
      expect((await info(transactionID)).body).toMatchObject({ data: { estado: 'Expirada' } });
    });

    it('is not found by another number, nor a voucher by its pin', async () => {
      const { ref_payco, ticketId } = await begun(sandbox);
      const { pin, recibo } = await sandbox.issue({ factura: 'cash' });
      for (const number of [String(ref_payco), `${ticketId}1`, pin, recibo, '1', 'abc', '']) {
        expect((await info(number)).body).toEqual({
          success: false,
          title_response: 'Error',
          text_response: 'Transacción no existe',
          last_action: 'update_transaction',
        });
      }
    });

    it('is not told to somebody else', async () => {
      const { transactionID } = await begun(sandbox);
      expect((await info(transactionID, 'somebody')).body).toMatchObject({ success: false });
    });

    it('is found in apify’s list, with bank and cycle', async () => {
      const { ref_payco } = await begun(sandbox);
      const { body } = await sandbox.search({ filter: { referenceClient: '2001' } });
      expect(body['data']).toMatchObject({
        data: [
          {
            referencePayco: ref_payco,
            paymentMethod: 'PSE',
            bank: 'BANCO UNION COLOMBIANO',
            status: 'Pendiente',
            cicloPse: '3',
          },
        ],
      });
    });
  });
});
