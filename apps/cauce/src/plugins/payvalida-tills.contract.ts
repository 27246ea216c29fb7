import { createHttpApp } from '@cauce/api';
import { FieldCipher, newId } from '@cauce/config';
import {
  connectorStorage,
  pluginModule,
  serviceOf,
  type ConnectorPlugin,
} from '@cauce/connector-kit';
import { commandsTopic, decodeMessage, encodeMessage, type WireMessage } from '@cauce/contracts';
import { BusServer, LocalBus, newMessage } from '@cauce/messaging';
import { Health, Metrics } from '@cauce/observability';
import { startSandbox } from '@cauce/sandbox';
import { captureLogger, eventually, testDatabase } from '@cauce/testing';
import { installedConnectors, loadPlugins } from './load-plugins.js';

const HASH = 'FIXED5f6e7d8c';
const DUE = 8_500_000;

type Json = Readonly<Record<string, unknown>>;

const networkOf = ({ rail }: ConnectorPlugin) => `CAUCE_${rail.toUpperCase()}_PAYVALIDA_NETWORK`;

const { plugins } = await loadPlugins(installedConnectors(import.meta.dirname), []);
const tilled = plugins.filter((one) => Object.hasOwn(one.config.shape, networkOf(one)));

/** The service of a rail as it runs, and the sandbox whose tills ask it. */
async function open(connectorPlugin: ConnectorPlugin, route: string) {
  const sandbox = await startSandbox({
    ...{ host: '127.0.0.1', port: 0, dataDir: null },
    epayco: { customerId: '1', publicKey: 'p', privateKey: 'k', pKey: 'q' },
    payvalida: {},
  });
  const service = serviceOf(connectorPlugin);
  const database = await testDatabase({ service, ...connectorStorage });
  const { logger } = captureLogger(service);
  const [clock, metrics, health] = [{ now: () => new Date() }, new Metrics(), new Health()];
  const cipher = new FieldCipher(Buffer.alloc(32, 7));
  const configured = connectorPlugin.read({
    [networkOf(connectorPlugin)]: 'VIA',
    [`${networkOf(connectorPlugin)}_HASH`]: HASH,
    CAUCE_PAYVALIDA_COMMERCE: 'Tienda Ñandú',
  });
  const runtime = { database, clock, cipher, logger, metrics, health };
  const app = await createHttpApp({
    module: pluginModule(connectorPlugin, configured, { ...runtime, publicUrl: 'http://here' }),
    apiKeys: { find: async () => null } as never,
    ...{ logger, metrics: new Metrics(), health, clock },
  });
  const bus = new LocalBus({ logger });
  const databases = new Map([[service, database]]);
  app.connectMicroservice({ strategy: new BusServer({ bus, databases, logger }) });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${port}/tills/${route}`;
  return { sandbox, database, cipher, clock, app, bus, url };
}

it('every rail that Payvalida reaches is asked by tills here', () => {
  expect(tilled.map(({ rail }) => rail).sort()).toEqual(['baloto', 'efecty', 'puntored']);
});

describe.each(tilled.map((one) => [`${one.rail}.payvalida`, one] as const))(
  'the tills of Payvalida’s networks at %s',
  (route, plugin) => {
    let world: Awaited<ReturnType<typeof open>>;
    let serial = 0;
    beforeAll(async () => {
      world = await open(plugin, route);
    }, 60_000);
    afterAll(async () => {
      await world.app.close();
      await world.database.close();
      await world.sandbox.stop();
    });

    /** A till of the sandbox, which signs and asks as the network's documents say. */
    const till = async (step: string, asked: Json = {}): Promise<Json> => {
      const response = await fetch(`${world.sandbox.url}/sandbox/payvalida/network/${step}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: world.url, netname: 'VIA', hash: HASH, ...asked }),
      });
      return (await response.json()) as Json;
    };

    const sent = async (type: string): Promise<Json[]> => {
      const rows = await world.database.reads.query<{ message: WireMessage }>(
        `select message from outbox where message ->> 'type' = $1 order by id`,
        [type],
      );
      return rows.map(({ message }) => decodeMessage(message).data as Json);
    };

    /** A payment that the router has put on the route. */
    async function issued(amount = DUE) {
      serial += 1;
      const [attemptId, paymentId] = [newId('att'), newId('pay')];
      const reference = `17636501230000000000000000000${String(serial).padStart(4, '0')}`;
      const payer = { kind: 'person', name: 'Ana Muñoz', email: null, phone: null, document: null };
      const data = {
        ...{ attemptId, paymentId, route: route, reference, remainingMs: 5_000, replyPartition: 0 },
        ...{
          merchantId: newId('mer'),
          description: 'Zapatos de niño',
          returnUrl: null,
          bank: null,
        },
        amount: { minor: BigInt(amount), currency: 'COP' },
        sealedPayer: world.cipher.seal(JSON.stringify(payer), `payer:${attemptId}`),
        expiresAt: new Date(Date.now() + 2 * 86_400_000),
      };
      const type = 'connector.issue' as const;
      const message = newMessage(world.clock, { type, key: paymentId, sequence: null, data });
      await world.bus.publish(commandsTopic(plugin.rail), encodeMessage(message));
      const result = await eventually(async () => {
        const own = (await sent('connector.result')).find((one) => one['attemptId'] === attemptId);
        expect(own).toMatchObject({ outcome: 'done' });
        return own as { instruction: { code: string } };
      });
      return { reference: result.instruction.code, ours: reference, paymentId, attemptId };
    }

    const factsOf = async (ours: string) =>
      (await sent('connector.fact')).filter((one) => one['reference'] === ours);

    it('consult what is due, as they print it', async () => {
      const { reference } = await issued();
      expect(reference).toMatch(/^\d{20}$/);
      const due = { AMOUNT: 85_000, DESCRIPTION: 'Zapatos de niño', COMMERCE: 'Tienda Ñandú' };
      const answer = { kind: 'accepted', code: '0000', data: { ...due, REFERENCE: reference } };
      expect(await till('consult', { reference })).toMatchObject(answer);
      expect(await till('consult', { reference: ` 00${reference}` })).toMatchObject({
        ...{ kind: 'accepted', data: due },
      });
    }, 30_000);

    it('take the money and give it back: each is a fact for the payment', async () => {
      const { reference, ours, paymentId, attemptId } = await issued();
      const paid = await till('register', { reference, amount: DUE });
      expect(paid).toMatchObject({ state: 'paid', steps: [{ code: '0000' }, { code: '0000' }] });
      const { transaction } = paid;
      const fact = {
        ...{ route: route, paymentId, attemptId, providerTransactionId: `VIA:${transaction}` },
        amount: { minor: BigInt(DUE), currency: 'COP' },
      };
      expect(await factsOf(ours)).toMatchObject([{ ...fact, kind: 'paid' }]);
      expect(await till('reverse', { transaction })).toMatchObject({ state: 'reversed' });
      expect(await factsOf(ours)).toMatchObject([
        { ...fact, kind: 'paid' },
        { ...fact, kind: 'reversed' },
      ]);
    }, 30_000);

    it('take a voucher once, however many of them are asked for it', async () => {
      const { reference, ours } = await issued();
      const asked = { reference, amount: DUE };
      const all = await Promise.all(Array.from({ length: 20 }, () => till('register', asked)));
      expect(all.filter(({ state }) => state === 'paid')).toHaveLength(1);
      const rest = all.filter(({ state }) => state !== 'paid');
      expect(rest).toHaveLength(19);
      for (const one of rest) {
        expect(one).toMatchObject({
          state: 'rejected',
          steps: [{ kind: 'refused', code: '0041' }],
        });
      }
      expect(await factsOf(ours)).toHaveLength(1);
      expect(await till('consult', { reference })).toMatchObject({ kind: 'refused', code: '0041' });
    }, 30_000);

    it.each<[string, Json, string]>([
      ['a hash that is not theirs', { hash: 'another hash' }, '0025'],
      ['a name that nobody here has', { netname: 'OTRA' }, '0004'],
      ['another amount', { amount: DUE + 100 }, '0021'],
      ['a reference of nobody', { reference: '9999999999' }, '0041'],
    ])(
      'are refused with %s, and nothing is kept',
      async (_, change, code) => {
        const { reference, ours } = await issued();
        const refused = await till('register', { reference, amount: DUE, ...change });
        expect(refused).toMatchObject({ state: 'rejected', steps: [{ kind: 'refused', code }] });
        expect(await factsOf(ours)).toEqual([]);
        expect(await till('consult', { reference })).toMatchObject({ kind: 'accepted' });
      },
      30_000,
    );

    it('hand nothing out here: there is no such contract', async () => {
      const asked = { contract: 'cash_out', reference: '1', document: '1', tries: 1 };
      expect(await till('consult', asked)).toMatchObject({ kind: 'unanswered' });
    }, 30_000);
  },
);
