import { NetworkHostUnderTest, type AskedOfHost } from '../../fixtures/network-host.js';
import { PayvalidaUnderTest, sha512Of } from '../../fixtures/payvalida-under-test.js';

const HASH = 'FIXEDHASH';
const REFERENCE = '9999999999';
const REGISTER = 'POST /v1/transactions/';
const CONFIRM = 'PATCH /v1/transactions/';

/** A host that has the reference, checks what is signed, and takes what it is told. */
function collecting({ method, path, query, body }: AskedOfHost): object {
  const { name, transaction, reference, amount } = body;
  if (method === 'GET') {
    const isRight = query['checksum'] === sha512Of(`${query['name']}${REFERENCE}${HASH}`);
    if (!isRight || !path.endsWith(REFERENCE)) return { CODE: '0013', TEXT: 'no', DATA: null };
    return { CODE: '0000', TEXT: 'OK', DATA: { AMOUNT: 45_000, REFERENCE } };
  }
  const fields = method === 'POST' ? [name, reference, amount, transaction] : [name, transaction];
  const isRight = body['checksum'] === sha512Of(`${fields.join('')}${HASH}`);
  return { CODE: isRight ? '0000' : '0025', TEXT: '', DATA: { IDTRANSACTION: transaction } };
}

describe('the tills of Payvalida’s networks', () => {
  let provider: PayvalidaUnderTest;
  let host: NetworkHostUnderTest;

  beforeEach(async () => {
    provider = await PayvalidaUnderTest.start();
    host = await NetworkHostUnderTest.open(collecting);
  });
  afterEach(async () => {
    await provider.stop();
    await host.close();
  });

  const drive = (step: string, asked: Record<string, unknown> = {}) =>
    provider.drive(`/payvalida/network/${step}`, {
      url: host.url,
      netname: 'VIA',
      hash: HASH,
      ...(step === 'reverse' ? {} : { reference: REFERENCE }),
      ...(step === 'register' ? { amount: 4_500_000 } : {}),
      ...asked,
    });
  const kinds = async () => {
    const { data } = await provider.drive('/journal?protocol=payvalida');
    return (data as { kind: string }[]).map(({ kind }) => kind);
  };

  it('consult a reference, and hold nothing for it', async () => {
    expect(await drive('consult')).toMatchObject({
      kind: 'accepted',
      data: { AMOUNT: 45_000, REFERENCE },
      attempts: 1,
    });
    expect(await drive('consult', { hash: 'another hash' })).toMatchObject({
      kind: 'refused',
      code: '0013',
    });
    expect(await kinds()).toEqual([]);
  });

  it('give up on a host that never answers, as often as they try', async () => {
    host.answer = () => 'never';
    expect(await drive('consult', { timeoutMs: 20, tries: 2 })).toEqual({
      ...{ kind: 'unanswered', code: null, data: {} },
      ...{ step: 'consult', attempts: 2 },
    });
    expect(host.asked).toHaveLength(2);
  });

  it('register a payment, make it final, and write down what they took', async () => {
    const { transaction, ...rest } = await drive('register');
    expect(rest).toMatchObject({ reference: REFERENCE, amount: 4_500_000, state: 'paid' });
    expect(host.lines).toEqual([REGISTER, CONFIRM]);
    expect(host.asked.map(({ body }) => body['transaction'])).toEqual([
      String(transaction),
      String(transaction),
    ]);
    expect(await kinds()).toEqual(['voucher_issued', 'paid']);
    expect(await provider.told(0)).toEqual([]);
  });

  it('reverse what they took', async () => {
    const { transaction } = await drive('register');
    expect(await drive('reverse', { transaction })).toMatchObject({ state: 'reversed' });
    expect(host.asked.at(-1)?.body).toMatchObject({ confirm: 'false' });
    expect(await kinds()).toEqual(['voucher_issued', 'paid', 'reversed']);
    expect(await drive('reverse', { transaction })).toMatchObject({ code: 'NOTHING_TO_REVERSE' });
  });

  it('keep the money when the host does not agree to a reverse', async () => {
    const { transaction } = await drive('register');
    host.answer = () => ({ CODE: '0015', DATA: null });
    expect(await drive('reverse', { transaction })).toMatchObject({
      state: 'paid',
      steps: [{ kind: 'refused', code: '0015' }],
    });
  });

  it('take nothing that the host refuses', async () => {
    host.answer = () => ({ CODE: '0041', DATA: null });
    expect(await drive('register')).toMatchObject({
      state: 'rejected',
      steps: [{ step: 'register', kind: 'refused', code: '0041' }],
    });
    expect(host.lines).toEqual([REGISTER]);
    expect(await kinds()).toEqual(['voucher_issued', 'rejected']);
  });

  it('send an unanswered request again as it was, and take the money when it is answered', async () => {
    host.answer = (asked) => (host.asked.length < 3 ? null : collecting(asked));
    expect(await drive('register')).toMatchObject({
      state: 'paid',
      steps: [{ step: 'register', attempts: 3 }, { step: 'confirm' }],
    });
    const [first, ...others] = host.asked.filter(({ method }) => method === 'POST');
    expect(others).toEqual([first, first]);
  });

  it.each([
    [REGISTER, [REGISTER, REGISTER, CONFIRM]],
    [CONFIRM, [REGISTER, CONFIRM, CONFIRM, CONFIRM]],
  ])('reverse what stays unanswered at %s, and give the money back', async (silent, lines) => {
    host.answer = (asked) => {
      const isSilent = `${asked.method} ${asked.path}` === silent;
      return isSilent && asked.body['confirm'] !== 'false' ? null : collecting(asked);
    };
    const { state, transaction } = await drive('register', { tries: 2 });
    expect(state).toBe('cancelled');
    expect(host.lines).toEqual(lines);
    expect(host.asked.at(-1)?.body).toMatchObject({
      transaction: String(transaction),
      confirm: 'false',
    });
    expect(await kinds()).toEqual(['voucher_issued', 'cancelled']);
  });

  it('settle what they took, and not what they handed out', async () => {
    host.answer = ({ body: { transaction } }) => {
      const checksum = sha512Of(`${String(transaction)}77${HASH}`);
      return { code: '0000', data: { transaction, idpayvalida: '77', checksum } };
    };
    expect(await drive('register', { contract: 'cash_out', reference: '77' })).toMatchObject({
      state: 'paid',
    });
    expect(host.lines).toEqual(['POST /cashout/v1/transaction/VIA']);
    host.answer = collecting;
    const { transaction } = await drive('register');
    const file = await provider.drive('/settlements/payvalida', {
      day: '2026-11-20',
      network: 'collect',
    });
    expect(JSON.stringify(file)).toContain(`"transactions":[${String(transaction)}]`);
  });

  it.each([
    ['consult', { url: 'ftp://host' }, 'url'],
    ['consult', { hash: 'cauce_live_0123456789' }, 'hash'],
    ['register', { amount: 4_500_050 }, 'amount'],
    ['register', { netname: 'a/b' }, 'netname'],
    ['reverse', { transaction: 'T-1' }, 'transaction'],
  ])('cannot %s with %j', async (step, asked, field) => {
    expect(await drive(step, asked)).toMatchObject({
      code: 'INVALID_REQUEST',
      problems: [{ field }],
    });
  });

  it('do not reverse an order of a merchant', async () => {
    const code = await provider.code();
    await provider.drive('/till/pay', { code });
    const asked = { transaction: Number(code.slice(2)) };
    expect(await drive('reverse', asked)).toMatchObject({ code: 'NOTHING_TO_REVERSE' });
  });
});
