import { PENDING_TRANSFER, reply, request, scripted } from './fixtures/samples.js';
import { idempotencyKey } from './mercadopago.idempotency.js';
import {
  mercadopagoPseConnector,
  type MercadopagoPseOptions,
} from './mercadopago-pse.connector.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const LIFE_MS = 15 * 60_000;

const options: MercadopagoPseOptions = {
  rail: 'pse',
  apiUrl: 'https://api.mercadopago.example',
  account: { accessToken: 'APP_USR-token', collectorId: null, isLive: true, webhookSecrets: ['s'] },
  limits: { minimum: cop(160_000n), maximum: cop(10_000_000_000n), step: cop(100n) },
  expiry: { minimumMs: LIFE_MS, maximumMs: LIFE_MS, defaultMs: LIFE_MS },
  visibilityHorizonMs: 300_000,
  issueTimeoutMs: 20_000,
  payerAddress: null,
  egressIp: '190.0.0.1',
};

const connector = mercadopagoPseConnector(options);
const created = (change: object = {}) => reply(201, { ...PENDING_TRANSFER, ...change });

describe('the PSE route of Mercado Pago', () => {
  it('sends the payer to the page of the transfer, for as long as it lives', async () => {
    const { call, sent } = scripted(created());
    expect(await connector.issue(request(), call)).toEqual({
      providerTransactionId: '1312147735',
      instruction: {
        kind: 'redirect',
        url: PENDING_TRANSFER.transaction_details.external_resource_url,
        expiresAt: new Date('2026-11-20T15:15:00Z'),
      },
    });
    expect(connector.route).toBe('pse.mercadopago');
    expect(sent[0]).toMatchObject({
      purpose: 'execute',
      headers: { 'x-idempotency-key': idempotencyKey('create', 'pse', request().reference) },
    });
    expect(JSON.parse(sent[0]?.body ?? '')).not.toHaveProperty('date_of_expiration');
  });

  it.each([
    ['a ticket', { payment_method_id: 'efecty' }, 'malformed_reply'],
    ['no page', { transaction_details: {} }, 'malformed_reply'],
    ['another amount', { transaction_amount: 85001 }, 'wrong_reference'],
    [
      'a bank that failed',
      { status: 'rejected', status_detail: 'bank_error' },
      'provider_rejected',
    ],
  ])('does not believe an answer with %s', async (_, change, kind) => {
    const issuing = connector.issue(request(), scripted(created(change)).call);
    await expect(issuing).rejects.toMatchObject({ kind });
  });

  it('says that a transfer ran out, which Mercado Pago calls rejected', async () => {
    const ended = { status: 'rejected', status_detail: 'expired' };
    const query = { reference: '', providerTransactionIds: ['1312147735'] };
    const { call } = scripted(reply(200, { ...PENDING_TRANSFER, ...ended }));
    const answer = await connector.readStatus({ ...query, scope: 'transactions' }, call);
    expect(answer).toMatchObject({ transactions: [{ status: 'expired' }] });
  });

  it('lists the banks, with one read', async () => {
    const banks = [
      { id: '0', description: 'A continuación seleccione su banco' },
      { id: '1009', description: 'CITIBANK' },
    ];
    const { call, sent } = scripted(reply(200, [{ id: 'pse', financial_institutions: banks }]));
    expect(await connector.listBanks?.(call)).toEqual([{ code: '1009', name: 'CITIBANK' }]);
    expect(sent).toEqual([
      {
        method: 'GET',
        url: 'https://api.mercadopago.example/v1/payment_methods',
        purpose: 'read',
        headers: { accept: 'application/json', authorization: 'Bearer APP_USR-token' },
        secrets: ['APP_USR-token'],
      },
    ]);
  });

  it.each([
    [500, 'provider_failed'],
    [401, 'auth_failed'],
    [404, 'malformed_reply'],
  ])('has no banks after HTTP %i', async (status, kind) => {
    const listing = connector.listBanks?.(scripted(reply(status, '[]')).call);
    await expect(listing).rejects.toMatchObject({ kind });
  });

  it('finds out at its start that an address does not fit', () => {
    const payerAddress = {
      zipCode: '110111',
      streetName: 'Carrera 7',
      streetNumber: '71',
      neighborhood: '',
      city: 'Bogotá',
    };
    expect(() => mercadopagoPseConnector({ ...options, payerAddress })).toThrow(
      'payerAddress: zipCode, neighborhood',
    );
  });
});
