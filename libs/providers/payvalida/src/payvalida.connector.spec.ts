import {
  ConnectorError,
  type Connector,
  type ProviderCall,
  type ProviderRequest,
} from '@cauce/connector-kit';
import { answers, NOW, request } from './fixtures/requests.js';
import { orderQueryChecksum } from './payvalida.checksums.js';
import { payvalidaCashConnector, payvalidaPseConnector } from './payvalida.connector.js';

const DAY = 86_400_000;
const money = (minor: bigint) => ({ minor, currency: 'COP' as const });
const options = {
  rail: 'efecty',
  method: 'efecty',
  limits: { minimum: money(100_000n), maximum: money(300_000_000n), step: money(100n) },
  expiry: { minimumMs: DAY, maximumMs: 30 * DAY, defaultMs: 3 * DAY },
  visibilityHorizonMs: 300_000,
  issueTimeoutMs: 20_000,
  account: { apiUrl: 'https://api.payvalida.com', merchant: 'kuanto', fixedHash: 'FIXEDHASH' },
  notificationHash: 'NOTIFHASH',
  deletesOrders: true,
};
const textOf = ({ code }: { code: string }) => ({ es: `código ${code}`, en: `code ${code}` });
const cash = payvalidaCashConnector({ ...options, agreement: '110342', textOf });
const pse = payvalidaPseConnector({ ...options, rail: 'pse', method: 'pse' });

type Answer = unknown | ConnectorError | { status: number; text: string };

/** A call that is answered with what the test says, and remembers what was asked. */
function callOf(...script: Answer[]): ProviderCall & { asked: ProviderRequest[] } {
  const asked: ProviderRequest[] = [];
  return {
    asked,
    signal: new AbortController().signal,
    now: () => NOW,
    send: async (one) => {
      asked.push(one);
      const answer = script.shift();
      if (answer instanceof ConnectorError) throw answer;
      const { status, text } = replyOf(answer);
      return { status, headers: {}, body: Buffer.from(text) };
    },
  };
}

function replyOf(answer: Answer): { status: number; text: string } {
  const isReply = typeof answer === 'object' && answer !== null && 'text' in answer;
  if (isReply) return answer as { status: number; text: string };
  return { status: 200, text: JSON.stringify(answer) };
}

const refused = (CODE: string) => ({ CODE, DESC: 'no' });
const order = (change: object) => ({
  ...answers.order,
  DATA: { ...answers.order.DATA, ...change },
});

async function failureOf(work: Promise<unknown> | undefined): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (!(error instanceof ConnectorError)) return String(error);
    return `${error.kind}: ${error.meaning.outcome}`;
  }
}

const query = (
  scope: 'reference' | 'transactions',
  ids: string[] = [],
  reference = '1763650123',
) => ({
  reference,
  providerTransactionIds: ids,
  scope,
});
const voucher = {
  providerTransactionId: '1763650123',
  instruction: {
    kind: 'voucher',
    code: '989898101',
    agreement: '110342',
    barcode: null,
    expiresAt: new Date('2026-11-24T04:59:59Z'),
    text: { es: 'código 989898101', en: 'code 989898101' },
  },
};

describe('issuing over Payvalida', () => {
  it('registers an order, once, and hands out its payment number', async () => {
    const call = callOf(answers.registered);
    expect(await cash.issue(request(), call)).toEqual(voucher);
    expect(call.asked).toMatchObject([
      { method: 'POST', url: 'https://api.payvalida.com/api/v3/porders', purpose: 'execute' },
    ]);
    expect(call.asked[0]?.secrets).toEqual(['FIXEDHASH']);
    expect(call.asked[0]?.body).not.toContain('FIXEDHASH');
  });

  it('sends the payer of PSE to the checkout', async () => {
    expect(await pse.issue(request(), callOf(answers.registered))).toEqual({
      providerTransactionId: '1763650123',
      instruction: {
        kind: 'redirect',
        url: `https://${answers.registered.DATA.checkout}`,
        expiresAt: new Date('2026-11-24T04:59:59Z'),
      },
    });
  });

  it('hands out the same again under the same reference', async () => {
    for (const connector of [cash, pse]) {
      const first = await connector.issue(request(), callOf(answers.registered));
      const call = callOf(refused('0042'), answers.order);
      expect(await connector.issue(request(), call)).toEqual(first);
      expect(call.asked.map((one) => one.purpose)).toEqual(['execute', 'read']);
      expect(call.asked[1]?.secrets).toContain('ana@example.com');
    }
  });

  it.each([
    ['is not shown yet', refused('0041'), 'duplicate_reference: unknown'],
    ['is of another amount', order({ AMOUNT: '1.00' }), 'duplicate_reference: unknown'],
    ['was paid meanwhile', order({ STATE: 'APROBADA' }), 'duplicate_reference: unknown'],
    ['is in no known state', order({ STATE: 'X' }), 'malformed_reply: unknown'],
    ['is another one', order({ ORDER: '7' }), 'wrong_reference: unknown'],
    ['may not be read', { status: 403, text: '' }, 'duplicate_reference: unknown'],
    [
      'was not asked for',
      new ConnectorError('connect_failed', 'x'),
      'duplicate_reference: unknown',
    ],
    ['was asked for in vain', new ConnectorError('timeout', 'x'), 'timeout: unknown'],
    ['is refused to be told of', refused('0009'), 'malformed_reply: unknown'],
    ['has no payment number', order({ REFERENCE: '' }), 'malformed_reply: unknown'],
  ])('never says refused or not sent when the duplicate %s', async (_, answer, outcome) => {
    expect(await failureOf(cash.issue(request(), callOf(refused('0042'), answer)))).toBe(outcome);
  });

  it.each([
    ['a wrong checksum', refused('0025'), 'auth_failed: rejected'],
    ['an amount outside the limits', refused('0021'), 'limit_exceeded: rejected'],
    [
      'a refusal with HTTP 400',
      { status: 400, text: '{"CODE":"0027"}' },
      'provider_rejected: rejected',
    ],
    ['an unknown refusal', refused('0036'), 'malformed_reply: unknown'],
    ['HTTP 401', { status: 401, text: '' }, 'auth_failed: rejected'],
    ['HTTP 500', { status: 500, text: '{"CODE":"0025"}' }, 'provider_failed: unknown'],
    ['HTTP 429', { status: 429, text: '{"CODE":"0025"}' }, 'provider_failed: unknown'],
    ['HTTP 404', { status: 404, text: '<h1>no</h1>' }, 'malformed_reply: unknown'],
    ['a page', { status: 200, text: '<html>Mantenimiento</html>' }, 'malformed_reply: unknown'],
    ['half an answer', { status: 200, text: '{"CODE":"00' }, 'malformed_reply: unknown'],
    [
      'an order with HTTP 302',
      { status: 302, text: '{"CODE":"0000"}' },
      'malformed_reply: unknown',
    ],
    ['an acceptance without data', { CODE: '0000' }, 'malformed_reply: unknown'],
    ['nothing', { status: 204, text: '' }, 'malformed_reply: unknown'],
    ['a lost connection', new ConnectorError('connection_lost', 'x'), 'connection_lost: unknown'],
    ['no connection', new ConnectorError('connect_failed', 'x'), 'connect_failed: not_sent'],
  ])('ends with %s as %s', async (_, answer, outcome) => {
    expect(await failureOf(cash.issue(request(), callOf(answer)))).toBe(outcome);
  });
});

describe('asking Payvalida', () => {
  it('reads the order of our reference, whatever ids are known', async () => {
    const call = callOf(answers.order);
    const answer = await cash.readStatus(query('reference', ['1763650123', '9']), call);
    expect(answer).toMatchObject({ kind: 'found', transactions: [{ status: 'pending' }] });
    const checksum = orderQueryChecksum('1763650123', 'kuanto', 'FIXEDHASH');
    expect(call.asked).toMatchObject([
      {
        method: 'GET',
        url: `https://api.payvalida.com/api/v3/porders/1763650123?merchant=kuanto&checksum=${checksum}`,
        purpose: 'read',
      },
    ]);
  });

  it('reads a transaction by its id, which is the number of its order', async () => {
    const ask = query('transactions', ['1763650123', '1763650123'], '1');
    const answer = await cash.readStatus(ask, callOf(answers.order));
    expect(answer).toMatchObject({ transactions: [{ reference: '1763650123' }] });
  });

  it.each(['0041', '0013'])('says absent for %s', async (code) => {
    const asked = cash.readStatus(query('reference'), callOf(refused(code)));
    expect(await asked).toEqual({ kind: 'absent' });
  });

  it.each([
    ['another refusal', refused('0025'), 'malformed_reply: unknown'],
    ['another order', order({ ORDER: '7' }), 'wrong_reference: unknown'],
    ['an unknown state', order({ STATE: 'X' }), 'malformed_reply: unknown'],
    ['a page', { status: 404, text: '<html>' }, 'malformed_reply: unknown'],
    ['HTTP 503', { status: 503, text: '{"CODE":"0041"}' }, 'provider_failed: unknown'],
  ])('never takes %s for an absence', async (_, answer, outcome) => {
    expect(await failureOf(cash.readStatus(query('reference'), callOf(answer)))).toBe(outcome);
  });
});

describe('cancelling over Payvalida', () => {
  const cancel = (connector: Connector, call: ProviderCall) =>
    failureOf(connector.cancel?.(query('reference'), call));

  it('deletes the order', async () => {
    const call = callOf(answers.deleted);
    expect(await cancel(cash, call)).toBe('done');
    expect(call.asked).toMatchObject([{ method: 'DELETE', purpose: 'execute' }]);
    const { OrderID: OrdenID } = answers.deleted.DATA;
    expect(await cancel(cash, callOf({ CODE: '0000', DATA: { OrdenID } }))).toBe('done');
  });

  it.each([
    ['was deleted before', order({ STATE: 'CANCELADA' }), 'done'],
    ['was paid', order({ STATE: 'APROBADA' }), 'provider_rejected: rejected'],
    ['ran out', order({ STATE: 'VENCIDA' }), 'provider_rejected: rejected'],
    ['never was', refused('0041'), 'provider_rejected: rejected'],
    ['is pending all the same', answers.order, 'malformed_reply: unknown'],
    ['cannot be read', { status: 500, text: '' }, 'provider_failed: unknown'],
  ])('asks why it cannot be deleted: it %s', async (_, answer, outcome) => {
    expect(await cancel(cash, callOf(refused('0041'), answer))).toBe(outcome);
  });

  it.each([
    ['a wrong checksum', refused('0025'), 'auth_failed: rejected'],
    ['another refusal', refused('0009'), 'malformed_reply: unknown'],
    ['another order', { CODE: '0000', DATA: { OrderID: '7' } }, 'wrong_reference: unknown'],
    ['no order', { CODE: '0000', DATA: {} }, 'wrong_reference: unknown'],
  ])('ends with %s as %s', async (_, answer, outcome) => {
    expect(await cancel(cash, callOf(answer))).toBe(outcome);
  });

  it('is not offered unless it is turned on', () => {
    const off = payvalidaPseConnector({ ...options, deletesOrders: false });
    expect(Object.keys(off)).not.toContain('cancel');
  });
});

it('is named after its rail, and asks before it believes a notification', () => {
  expect(cash).toMatchObject({
    route: 'efecty.payvalida',
    protocol: 'payvalida',
    trust: 'requery',
  });
  expect(pse.route).toBe('pse.payvalida');
});
