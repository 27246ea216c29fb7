import type { DemoClient } from './demo-client.js';
import type { Narrator } from './narrator.js';

const COUNTERS = { efecty: 'Efecty', baloto: 'Baloto', puntored: 'Punto Red' } as const;

const TRANSFER = { methods: ['pse'], bank: '1007', returnUrl: 'https://shop.example/return' };

/** A payment on every rail: at the counters of three networks, and at a bank. */
export async function collectsOnEveryRail(client: DemoClient, narrator: Narrator): Promise<void> {
  narrator.chapter('Every rail');
  for (const [method, name] of Object.entries(COUNTERS)) {
    const payment = await client.createWithVoucher({ methods: [method] });
    await client.pay(payment);
    const paid = await client.paymentWithStatus(payment.id, 'paid');
    narrator.step(`paid in cash at ${name}`, true, `over ${paid.route}`);
  }
  await client.until(
    () => client.hasBanks(),
    (known) => known,
  );
  const transfer = await client.createWithVoucher(TRANSFER);
  const url = transfer.instruction?.url ?? '';
  narrator.step('a page of the bank to go to', url !== '', url);
  await client.sandbox('POST', `/sandbox/pse/${url.split('/').at(-1)}/approve`);
  const paid = await client.paymentWithStatus(transfer.id, 'paid');
  narrator.step('paid by PSE once the bank has approved', true, `over ${paid.route}`);
}

/** A provider is out of order, and another one collects on the same rail. */
export async function turnsToAnotherProvider(
  client: DemoClient,
  narrator: Narrator,
): Promise<void> {
  narrator.chapter('A provider is out of order');
  const outage = { protocol: 'epayco', operation: 'issue', kind: 'reject', count: 1 };
  await client.sandbox('POST', '/sandbox/faults', outage);
  const payment = await client.createWithVoucher({ methods: ['baloto'] });
  narrator.step(
    'ePayco refuses, and Payvalida issues the voucher for the same counter',
    payment.route === 'baloto.payvalida',
    payment.attempts.map(({ route, outcome }) => `${route} ${outcome}`).join(', '),
  );
  await client.pay(payment);
  await client.paymentWithStatus(payment.id, 'paid');
  narrator.step('it is paid there, once', true);
}
