import { dayOf } from '@cauce/calendar';
import { formatMoney, money } from '@cauce/money';
import { DemoClient } from './demo-client.js';
import type { DemoWorld } from './demo-world.js';
import { collectsOnEveryRail, turnsToAnotherProvider } from './every-rail.js';
import type { Narrator } from './narrator.js';

const DUE = 8_500_000;
const ONE_PESO = 100;

/** Within this time a day whose file is right has matched. */
const SETTLED_WITHIN_MS = 30_000;

/** Tells the main job: vouchers, faults, money, books, and the day's file. @returns the exit code */
export async function tellStory(world: DemoWorld, narrator: Narrator): Promise<number> {
  const client = new DemoClient(world);
  try {
    const before = await client.owedToPayers();
    await collectsCash(client, narrator);
    await collectsOnEveryRail(client, narrator);
    await turnsToAnotherProvider(client, narrator);
    await survivesFaults(client, narrator);
    await takesAnyMoney(client, narrator, before);
    await balancesTheBooks(client, narrator);
    await reconcilesTheDay(client, narrator);
  } catch (error) {
    narrator.step(
      'the story goes on',
      false,
      error instanceof Error ? error.message : String(error),
    );
  }
  return narrator.end();
}

async function collectsCash(client: DemoClient, narrator: Narrator): Promise<void> {
  narrator.chapter('A payment in cash');
  const payment = await client.createWithVoucher();
  narrator.step(
    'a voucher for an Efecty counter',
    payment.status === 'awaiting_payment',
    `${payment.id}, code ${payment.instruction?.code}, valid until ${payment.expiry.effective}`,
  );
  await client.pay(payment);
  const paid = await client.paymentWithStatus(payment.id, 'paid');
  narrator.step(
    'the cashier takes the money and the payment is paid',
    true,
    pesos(paid.amountPaid.value),
  );
}

async function survivesFaults(client: DemoClient, narrator: Narrator): Promise<void> {
  narrator.chapter('The provider misbehaves');
  await client.sandbox('POST', '/sandbox/faults', {
    protocol: 'epayco',
    operation: 'issue',
    kind: 'drop_reply',
    count: 1,
  });
  const lost = await client.create({ prefer: 'wait=0' });
  narrator.step(
    'the reply is lost: the payment is processing, not failed',
    lost.status === 'processing',
  );
  const found = await client.paymentWithStatus(lost.id, 'awaiting_payment');
  const vouchers = await client.vouchersOf(found);
  narrator.step('the voucher that exists is found again; there is no second one', vouchers === 1);

  await client.sandbox('POST', '/sandbox/callbacks', {
    protocol: 'epayco',
    mode: 'duplicate',
    copies: 20,
    parallel: 10,
  });
  await client.pay(found);
  const paid = await client.paymentWithStatus(found.id, 'paid');
  await client.sandbox('POST', '/sandbox/callbacks', { protocol: 'epayco', mode: 'normal' });
  narrator.step('twenty copies of the callback pay it once', paid.amountPaid.value === DUE);
}

async function takesAnyMoney(
  client: DemoClient,
  narrator: Narrator,
  owedBefore: number,
): Promise<void> {
  narrator.chapter('Money that is not as expected');
  const short = await client.createWithVoucher();
  await client.pay(short, DUE - ONE_PESO);
  const partly = await client.paymentWithStatus(short.id, 'partially_paid');
  narrator.step('one peso short: partially paid', true, pesos(partly.amountPaid.value));

  const twice = await client.createWithVoucher();
  await client.pay(twice);
  await client.pay(twice);
  await client.paymentThat(twice.id, (one) => one.amountPaid.value === 2 * DUE);
  const owed = await client.until(
    () => client.owedToPayers(),
    (value) => value === owedBefore + DUE,
  );
  narrator.step('paid twice: the second one is owed to the payer', true, pesos(owed - owedBefore));

  const late = await client.createWithVoucher();
  await client.cancel(late);
  await client.pay(late);
  const paidLate = await client.paymentWithStatus(late.id, 'paid');
  narrator.step('paid after the merchant cancelled: paid, late', paidLate.late);

  const back = await client.createWithVoucher();
  await client.pay(back);
  await client.paymentWithStatus(back.id, 'paid');
  await client.sandbox('POST', '/sandbox/till/reverse', { code: back.instruction?.code });
  await client.paymentWithStatus(back.id, 'reversed');
  narrator.step('taken back by the counter: reversed', true);
}

async function balancesTheBooks(client: DemoClient, narrator: Narrator): Promise<void> {
  narrator.chapter('The books');
  const accounts = await client.trialBalance();
  for (const [code, value] of accounts)
    narrator.say(`    ${code.padEnd(56)} ${pesos(value).padStart(18)}`);
  const sum = [...accounts.values()].reduce((total, value) => total + value, 0);
  narrator.step('the trial balance is zero', sum === 0, pesos(sum));
  narrator.step('every invariant of the ledger holds', await client.ledgerVerifies());
}

async function reconcilesTheDay(client: DemoClient, narrator: Narrator): Promise<void> {
  narrator.chapter('The day’s settlement file');
  const today = dayOf(new Date());
  const before = await client.matchedOn(today);
  const lines = await client.writeSettlement(today);
  // Postings and lines may still be on their way: what counts is where the day comes to rest.
  const day = await client.until(
    () => client.day(today),
    (answer) => answer.status === 'matched' && answer.matched.count === before + lines,
    SETTLED_WITHIN_MS,
  );
  narrator.step(
    `every line of ${today} has its entry in the ledger, to the peso`,
    day.status === 'matched',
    `${day.matched.count} matched, ${pesos(day.matched.total.value)}, ${day.breaks.count} breaks`,
  );
}

function pesos(minor: number): string {
  return formatMoney(money(BigInt(minor), 'COP'), 'es-CO');
}
