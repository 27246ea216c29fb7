import { TOPICS, type ConnectorResult, type IssueCommand } from '@cauce/contracts';
import { send } from '@cauce/messaging';
import { eventually } from '@cauce/testing';
import pg from 'pg';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';
import type { PaymentView } from '../payments/payment-view.schema.js';
import { ROUTER_SERVICE } from '../router-storage.module.js';

/** An answer waits on the bus while the router is down, and its payment is to be routed again by the rules. */
describe('a router that starts', () => {
  let router: RouterApp;

  beforeEach(async () => {
    router = await RouterApp.open();
    for (const route of ['efecty.payu', 'efecty.payvalida']) {
      const data = routeAnnouncement(route);
      const message = router.message('connector.route_announced', data);
      await router.deliver(TOPICS.connectorRoutes, message);
    }
  }, 60_000);
  afterEach(() => router?.close());

  /** A payment that waits for the answer to its first attempt. */
  async function waiting(): Promise<IssueCommand> {
    router.answer = () => null;
    const { id } = (await router.create(orderOnWire(), { prefer: 'wait=0' })).json<PaymentView>();
    const command = await eventually(() => router.commands.find(({ key }) => key === id) ?? false);
    return (command as { data: IssueCommand }).data;
  }

  async function answerLater({ attemptId, paymentId, route }: IssueCommand): Promise<void> {
    const result: ConnectorResult = {
      ...{ operation: 'issue', attemptId, paymentId, route, outcome: 'rejected' },
      ...{ reason: 'provider_rejected', reroutable: true, status: null },
      ...{ providerTransactionId: null, instruction: null },
    };
    const message = router.message('connector.result', result);
    await router.connector.transaction((tx) => send(tx, TOPICS.connectorResults, message as never));
  }

  /** @param work - is told whether somebody waits to read them */
  async function whileRulesAreLocked(
    work: (isWaitedFor: () => Promise<boolean>) => Promise<void>,
  ): Promise<void> {
    const client = new pg.Client({ connectionString: router.database.url });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('lock table router.routing_rules in access exclusive mode');
      await work(async () => {
        const waits = `select 1 from pg_locks join pg_stat_activity using (pid)
          where not granted and datname = current_database()`;
        return (await client.query(waits)).rows.length > 0;
      });
    } finally {
      await client.end();
    }
  }

  it('knows its rules before it takes a message', async () => {
    const command = await waiting();
    expect(command.route).toBe('efecty.epayco');
    const put = await router.ask('PUT', '/v1/routing/rules', {
      as: 'operator',
      ifMatch: '"1"',
      body: { rules: [{ name: 'new', then: { prefer: ['efecty.payvalida'] } }] },
    });
    expect(put.statusCode).toBe(200);
    await router.stop();
    await answerLater(command);

    router = RouterApp.after(router);
    let starting: Promise<void> = Promise.resolve();
    await whileRulesAreLocked(async (isWaitedFor) => {
      starting = router.start();
      await eventually(isWaitedFor);
      expect(router.bus.subscriptions.map(({ group }) => group)).not.toContain(ROUTER_SERVICE);
    });
    await starting;
    const read = () => router.read(command.paymentId);
    await eventually(async () => (await read()).attempts.length === 2);
    expect(await read()).toMatchObject({
      attempts: [{ status: 'rejected' }, { route: 'efecty.payvalida' }],
      routing: { rulesVersion: 2 },
    });
  });
});
