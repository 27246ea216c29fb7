import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { providerAgent, RecordedCall, type Connector } from '@cauce/connector-kit';
import { NOW, PENDING_TRANSFER, refusal, REFERENCE, request } from './fixtures/samples.js';
import { mercadopagoPseConnector } from './mercadopago-pse.connector.js';

const TOKEN = 'APP_USR-7434-031410-cee51edf8-94f589';
const WEBHOOK_SECRET = 'whsecret-of-this-application';
const IP = '190.0.0.1';
const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const agent = providerAgent();
const address = {
  zipCode: '11001',
  streetName: 'Calle Larga',
  streetNumber: '71',
  neighborhood: 'Chapinero',
  city: 'Zipaquirá',
};

let server: Server;
let answer: { status: number; body: string };
let asked: IncomingMessage;

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    asked = incoming;
    incoming.resume();
    incoming.on('end', () => {
      outgoing.statusCode = answer.status;
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await agent.destroy();
  server.close();
});

function connectorAt(port = (server.address() as AddressInfo).port): Connector {
  return mercadopagoPseConnector({
    rail: 'pse',
    apiUrl: `http://127.0.0.1:${port}`,
    account: {
      accessToken: TOKEN,
      collectorId: null,
      isLive: true,
      webhookSecrets: [WEBHOOK_SECRET],
    },
    limits: { minimum: cop(160_000n), maximum: cop(10_000_000_000n), step: cop(100n) },
    expiry: { minimumMs: 900_000, maximumMs: 900_000, defaultMs: 900_000 },
    visibilityHorizonMs: 300_000,
    issueTimeoutMs: 20_000,
    payerAddress: address,
    egressIp: IP,
  });
}

function newCall(): RecordedCall {
  const { privateFields } = connectorAt();
  return new RecordedCall({ agent, now: () => NOW, timeoutMs: 5_000, privateFields });
}

/** Everything that says who pays, or lets somebody in. */
const PRIVATE = [
  ...[TOKEN, WEBHOOK_SECRET, IP, 'ana.munoz@example.com', 'Muñoz', '1020304051', '1112233'],
  ...Object.values(address).filter((value) => value.length > 2),
];

function isClean(call: RecordedCall): void {
  expect(call.exchanges.length).toBeGreaterThan(0);
  for (const { text } of call.exchanges) {
    expect(PRIVATE.filter((value) => text.includes(value))).toEqual([]);
  }
}

describe('what is kept of an exchange with Mercado Pago', () => {
  const echoing = {
    ...PENDING_TRANSFER,
    payer: {
      ...PENDING_TRANSFER.payer,
      address: { zip_code: '11001', street_name: 'Calle Larga', city: 'Zipaquirá' },
    },
    additional_info: { ip_address: IP, payer: { last_name: 'Muñoz Peña' } },
    point_of_interaction: {
      transaction_data: { bank_info: { payer: { long_name: 'Muñoz', account_id: 1020304051 } } },
    },
  };

  it('names the payment, and neither the payer nor a credential', async () => {
    answer = { status: 201, body: JSON.stringify(echoing) };
    const call = newCall();
    const issued = await connectorAt().issue(request(), call);
    isClean(call);
    const [{ text } = { text: '' }] = call.exchanges;
    for (const kept of [
      REFERENCE,
      issued.providerTransactionId,
      'external_resource_url',
      '85000',
    ]) {
      expect(text).toContain(kept);
    }
    expect(asked.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
  });

  it('is clean of a payer whom only the answer names', async () => {
    answer = { status: 200, body: JSON.stringify(echoing) };
    const call = newCall();
    const query = { reference: '', providerTransactionIds: ['1312147735'] };
    await connectorAt().readStatus({ ...query, scope: 'transactions' }, call);
    isClean(call);
  });

  it('is clean of what a refusal repeats in its text', async () => {
    const body = {
      ...refusal(400, [2067]),
      message: 'Invalid user identification number 1020304051 of ana.munoz@example.com, 1112233',
    };
    answer = { status: 400, body: JSON.stringify(body) };
    const call = newCall();
    await expect(connectorAt().issue(request(), call)).rejects.toMatchObject({
      kind: 'provider_rejected',
    });
    isClean(call);
  });
});

describe('what the transport proves', () => {
  it('is that nothing was sent where nobody listens', async () => {
    const call = newCall();
    const issuing = connectorAt(1).issue(request(), call);
    await expect(issuing).rejects.toMatchObject({ meaning: { outcome: 'not_sent' } });
    expect(call.mayHaveExecuted).toBe(false);
  });

  it('is that a create may have been executed after any answer but 401', async () => {
    for (const [status, mayHaveExecuted] of [
      [500, true],
      [423, true],
      [401, false],
    ] as const) {
      answer = { status, body: '{}' };
      const call = newCall();
      await expect(connectorAt().issue(request(), call)).rejects.toThrow();
      expect(call.mayHaveExecuted).toBe(mayHaveExecuted);
    }
  });
});
