import { dayOf } from '@cauce/calendar';
import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';

describe('counters of every network', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    // Nobody asks again within these stories: money is heard of when providers tell.
    cauce = await CauceProcess.start({ CAUCE_POLL_SCHEDULE_SECONDS: '3600' });
  }, 90_000);
  afterAll(() => cauce?.stop());

  it.each(['efecty', 'baloto', 'puntored'])(
    'takes a payment at %s, and its own file reports it',
    async (method) => {
      const { body } = await cauce.api().create({ methods: [method] });
      const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
      const route = `${method}.epayco`;
      expect(payment.attempts).toMatchObject([{ route, outcome: 'done' }]);
      await cauce.sandbox.pay(payment.instruction?.code ?? '');
      await cauce.api().paymentWithStatus(payment.id, 'paid');
      const today = dayOf(new Date());
      await cauce.sandbox.settle(today, null, { network: method });
      const day = await until(
        () =>
          cauce
            .api('operator')
            .get<{ status: string }>(`/v1/reconciliation/days/${today}?route=${route}`),
        ({ status }) => status === 'matched',
      );
      expect(day).toMatchObject({ matched: { count: 1 }, breaks: { count: 0 } });
    },
    60_000,
  );

  it.each(['baloto', 'puntored'])(
    'takes Payvalida at %s when ePayco refuses, and is told of its money at the rail’s own address',
    async (method) => {
      await cauce.sandbox.fault('issue', 'reject');
      const { body } = await cauce.api().create({ methods: [method] });
      const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
      expect(payment.attempts).toMatchObject([
        { route: `${method}.epayco`, outcome: 'rejected' },
        { route: `${method}.payvalida`, outcome: 'done' },
      ]);
      await cauce.sandbox.pay(payment.instruction?.code ?? '');
      await cauce.api().paymentWithStatus(payment.id, 'paid');
    },
    60_000,
  );

  it('turns from one network to another that the payer accepts', async () => {
    await cauce.sandbox.fault('issue', 'reject');
    await cauce.sandbox.fault('issue', 'reject', { protocol: 'payvalida' });
    const { body } = await cauce.api().create({ methods: ['baloto', 'puntored'] });
    const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
    expect(payment.attempts).toMatchObject([
      { route: 'baloto.epayco', outcome: 'rejected' },
      { route: 'baloto.payvalida', outcome: 'rejected' },
      { route: 'puntored.epayco', outcome: 'done' },
    ]);
  }, 60_000);
});
