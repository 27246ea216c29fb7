import { efectyBody, MercadopagoUnderTest, pseBody } from '../fixtures/mercadopago-under-test.js';

let provider: MercadopagoUnderTest;

beforeEach(async () => {
  provider = await MercadopagoUnderTest.start();
});

afterEach(() => provider.stop());

interface Session {
  readonly id: unknown;
  readonly url: string;
  readonly code: string;
}

async function session(): Promise<Session> {
  const { body } = await provider.create(pseBody());
  const details = body['transaction_details'] as Record<string, unknown>;
  const url = String(details['external_resource_url']);
  return { id: body['id'], url, code: url.split('/').at(-1) ?? '' };
}

const statusOf = async (id: unknown) => {
  const { body } = await provider.send('GET', `/v1/payments/${String(id)}`);
  return [body['status'], body['status_detail']];
};

const DEEDS = [
  ['approve', 'paid', ['approved', 'accredited']],
  ['reject', 'rejected', ['rejected', 'bank_error']],
  ['abandon', 'expired', ['rejected', 'expired']],
] as const;

describe('the payer at the bank, driven', () => {
  it.each(DEEDS)('%s: the transfer is %s, and the shop is told', async (deed, state, shown) => {
    const { id, code } = await session();
    expect(await provider.drive(`/pse/${code}/${deed}`, {})).toMatchObject({
      code,
      reference: '1001',
      amount: 8_500_000,
      state,
    });
    expect(await statusOf(id)).toEqual(shown);
  });

  it.each(DEEDS)('nothing can be done after %s', async (deed, state) => {
    const { code } = await session();
    await provider.drive(`/pse/${code}/${deed}`, {});
    expect(await provider.drive(`/pse/${code}/approve`, {})).toMatchObject({
      code: 'SESSION_ENDED',
      detail: `it is ${state}`,
    });
  });

  it('comes too late when the session has ended by itself', async () => {
    const { code } = await session();
    provider.now = new Date(provider.now.getTime() + 15 * 60_000);
    expect(await provider.drive(`/pse/${code}/approve`, {})).toMatchObject({
      code: 'SESSION_ENDED',
    });
  });

  it('knows no voucher of a counter, nor a number that was never given out', async () => {
    const { body } = await provider.create(efectyBody());
    for (const code of [`99${String(body['id'])}`, '123']) {
      expect(await provider.drive(`/pse/${code}/approve`, {})).toMatchObject({
        code: 'UNKNOWN_SESSION',
      });
    }
  });

  it('says what can be done when something else is asked for', async () => {
    const { code } = await session();
    expect(await provider.drive(`/pse/${code}/steal`, {})).toMatchObject({
      validValues: ['approve', 'reject', 'abandon'],
    });
  });
});

describe('the page of the bank', () => {
  const textOf = async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, { redirect: 'manual', ...init });
    return { response, text: await response.text() };
  };

  it('says what is to be paid, and offers what can be done, without scripts', async () => {
    const { url, code } = await session();
    const { response, text } = await textOf(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const said of ['85,000', '1001', 'mercadopago', code]) expect(text).toContain(said);
    for (const [deed] of DEEDS) expect(text).toContain(`action="/bank/${code}/${deed}"`);
    expect(text).not.toContain('<script');
  });

  it.each(DEEDS)('shows after %s how it ended, and the way back', async (deed, _state, shown) => {
    const { id, url } = await session();
    const { response } = await textOf(`${url}/${deed}`, { method: 'POST' });
    expect(response.status).toBe(303);
    const { text } = await textOf(new URL(response.headers.get('location') ?? '', url).href);
    expect(text).toContain('href="https://shop.example/back"');
    expect(text).not.toContain('<form');
    expect(await statusOf(id)).toEqual(shown);
  });

  it('takes the money once, however often the button is pressed', async () => {
    const { url } = await session();
    for (let times = 0; times < 3; times += 1) {
      const { response } = await textOf(`${url}/approve`, { method: 'POST' });
      expect(response.status).toBe(303);
    }
    const journal = await provider.drive('/journal?kind=paid');
    expect(journal['data']).toHaveLength(1);
  });

  it('is not there for a session that nobody gave out', async () => {
    const { url } = await session();
    const { response } = await textOf(url.replace(/\d+$/, '123'));
    expect(response.status).toBe(404);
  });
});
