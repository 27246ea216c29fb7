import { RecordedCall, type Connector, type IssueRequest } from '@cauce/connector-kit';
import {
  payuOptions,
  payuOrder,
  payuRequest,
  submitted,
  submittedPse,
} from './fixtures/payu-answers.js';
import { payuCashConnector, payuPseConnector } from './index.js';

const cash = payuCashConnector({
  ...payuOptions,
  rail: 'efecty',
  method: 'EFECTY',
  agreement: null,
  textOf: ({ code }) => ({ es: code, en: code }),
});
const pse = payuPseConnector({ ...payuOptions, rail: 'pse' });

type Handler = {
  onRequestStart(controller: object): void;
  onResponseStart(controller: object, status: number, headers: object): void;
  onResponseData(controller: object, chunk: Buffer): void;
  onResponseEnd(): void;
};

/** A call of the kit's own, over connections that answer by themselves. */
function recorded(privateFields: readonly string[], ...answers: object[]): RecordedCall {
  const dispatch = (_: object, handler: Handler) => {
    handler.onRequestStart({});
    handler.onResponseStart({}, 200, {});
    handler.onResponseData({}, Buffer.from(JSON.stringify(answers.shift())));
    handler.onResponseEnd();
  };
  const agent = { dispatch } as unknown as ConstructorParameters<typeof RecordedCall>[0]['agent'];
  const now = () => new Date('2026-11-23T15:00:00Z');
  return new RecordedCall({ agent, now, timeoutMs: 10_000, privateFields });
}

const none = { code: 'SUCCESS', error: null, result: { payload: null } };
const found = { code: 'SUCCESS', error: null, result: { payload: [payuOrder({})] } };

const { apiKey, apiLogin } = payuOptions.endpoints;
const base64 = Buffer.from('##ana@example.com##1020304051##CC').toString('base64');
const PRIVATE = [
  ...[apiKey, apiLogin, 'Ana María', 'Muñoz', 'ana@example.com', '3001112233', '1020304051'],
  ...['190.0.0.1', 'Cr 23', base64.slice(0, 20), 'receipt?vid', 'app/v2'],
];

describe('what is kept of exchanges with PayU', () => {
  it.each<[string, Connector, object, IssueRequest]>([
    ['a voucher', cash, submitted, payuRequest()],
    ['a transfer', pse, submittedPse, payuRequest({ bank: '1022' })],
  ])('has neither keys nor payer data of %s, and all that says which it is', async (_, ...of) => {
    const [connector, answer, request] = of;
    const issuing = recorded(connector.privateFields, none, answer);
    const issued = await connector.issue(request, issuing);
    const reading = recorded(connector.privateFields, found);
    const query = { reference: request.reference, providerTransactionIds: [] };
    await connector.readStatus({ ...query, scope: 'reference' }, reading);
    const texts = [...issuing.exchanges, ...reading.exchanges].map((one) => one.text);
    expect(texts).toHaveLength(3);
    for (const text of texts) for (const value of PRIVATE) expect(text).not.toContain(value);
    for (const kept of [request.reference, issued.providerTransactionId, '65000', 'PENDING']) {
      expect(texts.join()).toContain(kept);
    }
  });

  it('has no keys when PayU refuses them and says them back', async () => {
    const call = recorded(cash.privateFields, { code: 'ERROR', error: `no ${apiLogin}/${apiKey}` });
    await expect(cash.issue(payuRequest(), call)).rejects.toThrow('login_failed');
    expect(call.exchanges[0]?.text).not.toMatch(new RegExp(`${apiKey}|${apiLogin}`));
  });
});
