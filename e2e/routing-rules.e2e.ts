import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { orderBody, until, type Answer } from './api-client.js';
import { CauceProcess } from './cauce-process.js';

const EPAYCO_FIRST = fileURLToPath(new URL('fixtures/epayco-first.json', import.meta.url));

const BOGOTA_TO_MERCADOPAGO = [
  {
    name: 'bogota-to-mercadopago',
    when: { cities: ['Bogotá, D.C.'] },
    then: { prefer: ['efecty.mercadopago'] },
  },
  { name: 'others-to-epayco', then: { prefer: ['efecty.epayco'] } },
];

const NO_MERCADOPAGO_FOR_KIOSKS = [
  {
    name: 'kiosks-not-by-mercadopago',
    when: { metadata: { channel: ['kiosk'] } },
    then: { deny: ['efecty.mercadopago'] },
  },
  { name: 'epayco-before-all', then: { prefer: ['efecty.epayco'] } },
];

interface RulesView {
  readonly version: number;
  readonly hash: string;
  readonly restoredFrom: number | null;
}

describe('Routing rules over two providers of Efecty', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EFECTY_PROTOCOLS: 'epayco,mercadopago',
      CAUCE_ROUTING_RULES_FILE: EPAYCO_FIRST,
    });
    // A rule may only name routes that the router has heard of.
    await until(
      () => cauce.api('operator').get<{ data: { route: string }[] }>('/v1/routes'),
      ({ data }) => data.filter(({ route }) => route.startsWith('efecty.')).length === 2,
    );
  }, 90_000);
  afterEach(() => cauce.sandbox.clearFaults());
  afterAll(() => cauce?.stop());

  const inForce = () => cauce.api('operator').call<RulesView>('GET', '/v1/routing/rules');

  /** Sends a document as the one that follows the version in force. */
  async function put<T = RulesView>(rules: unknown): Promise<Answer<T>> {
    const tag = (await inForce()).headers.get('etag') ?? '';
    const request = { body: { rules, reason: 'a story' }, headers: { 'if-match': tag } };
    return cauce.api('operator').call<T>('PUT', '/v1/routing/rules', request);
  }

  async function activate(rules: unknown): Promise<RulesView> {
    const { status, body } = await put(rules);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  }

  /** A voucher for a payer of a city, and the provider that says that it issued it. */
  async function voucherIn(city: string) {
    const payer = { ...Object(orderBody()['payer']), city };
    const { payment, code } = await cauce.api().createWithVoucher({ payer });
    const issued = (await issuedVouchers()).filter((line) => line.code === code);
    return { payment, providers: issued.map(({ protocol }) => protocol) };
  }

  async function issuedVouchers() {
    return (await cauce.sandbox.journal()).filter(({ kind }) => kind === 'voucher_issued');
  }

  it('send payers of a city to one provider, and nobody else', async () => {
    const { version } = await activate(BOGOTA_TO_MERCADOPAGO);
    const bogota = await voucherIn('bogota d c');
    expect(bogota.providers).toEqual(['mercadopago']);
    expect(bogota.payment.routing).toMatchObject({
      rulesVersion: version,
      candidates: [
        { route: 'efecty.mercadopago', chosen: true, rule: 'bogota-to-mercadopago' },
        { route: 'efecty.epayco', chosen: false, reason: 'not_first' },
      ],
    });
    const medellin = await voucherIn('Medellín');
    expect(medellin.providers).toEqual(['epayco']);
    expect(medellin.payment.routing).toMatchObject({
      rulesVersion: version,
      candidates: [{ route: 'efecty.epayco', chosen: true, rule: 'others-to-epayco' }, {}],
    });
  }, 60_000);

  it('hold for the second choice too: where it is denied, nothing is issued anywhere', async () => {
    await activate(NO_MERCADOPAGO_FOR_KIOSKS);
    await cauce.sandbox.fault('issue', 'reject', { count: 2 });
    const before = await issuedVouchers();
    const kiosk = await cauce
      .api()
      .create({ metadata: { channel: 'kiosk' } }, { prefer: 'wait=20' });
    expect(kiosk.body).toMatchObject({
      status: 'failed',
      instruction: null,
      attempts: [{ route: 'efecty.epayco', outcome: 'rejected' }],
    });
    expect(await issuedVouchers()).toEqual(before);
    const { payment } = await cauce.api().createWithVoucher({ metadata: { channel: 'web' } });
    expect(payment.attempts).toMatchObject([
      { route: 'efecty.epayco', outcome: 'rejected' },
      { route: 'efecty.mercadopago', outcome: 'done' },
    ]);
  }, 60_000);

  it('that would leave a rail without a route are refused, and change nothing', async () => {
    const { version } = (await inForce()).body;
    const answer = await put([{ name: 'no-efecty', then: { deny: ['efecty.*'] } }]);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'RULES_REFUSED',
        errors: [{ pointer: '/rules/0/then', code: 'rail_without_route' }],
      },
    });
    expect((await inForce()).body.version).toBe(version);
  }, 60_000);

  it('of before choose as they did when they are restored', async () => {
    const { version } = await activate(BOGOTA_TO_MERCADOPAGO);
    expect((await voucherIn('Bogotá D.C.')).providers).toEqual(['mercadopago']);
    const restored = await cauce
      .api('operator')
      .call<RulesView>('POST', '/v1/routing/rules/versions/1/restore', {
        body: { reason: 'as at first' },
        headers: { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` },
      });
    expect(restored).toMatchObject({
      status: 201,
      body: { version: version + 1, restoredFrom: 1 },
    });
    const { payment, providers } = await voucherIn('Bogotá D.C.');
    expect(providers).toEqual(['epayco']);
    expect(payment.routing.rulesVersion).toBe(version + 1);
  }, 60_000);

  it('are still in force after a restart, whatever the configuration says', async () => {
    const { version, hash } = await activate(BOGOTA_TO_MERCADOPAGO);
    expect(await cauce.terminate()).toBe(0);
    await cauce.run();
    expect((await inForce()).body).toMatchObject({ version, hash });
    const { payment, providers } = await voucherIn('Bogotá D.C.');
    expect(payment).toMatchObject({
      attempts: [{ route: 'efecty.mercadopago', outcome: 'done' }],
      routing: { rulesVersion: version },
    });
    expect(providers).toEqual(['mercadopago']);
  }, 60_000);
});
