import { fileURLToPath } from 'node:url';
import { until, type Payment } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { balances, expectEveryPesoOwned } from './invariants.js';
import { providerSides } from './provider-sides.js';
import { RandomShoppers } from './random-shoppers.js';
import { numbersFrom } from './seeded-numbers.js';

const PAYMENTS = Number(process.env['CAUCE_RANDOM_PAYMENTS'] ?? 2_000);
const TOGETHER = 40;
const SETTLED_WITHIN_MS = 120_000;
const TEST_MS = 600_000;

/** With the order of other stories a route would be tried only when those before it fail. */
const EQUAL_SHARES = fileURLToPath(new URL('fixtures/equal-shares.json', import.meta.url));

const ROUTES = [
  'baloto.epayco',
  'baloto.payvalida',
  'efecty.epayco',
  'efecty.mercadopago',
  'efecty.payu',
  'efecty.payvalida',
  'pse.epayco',
  'pse.mercadopago',
  'pse.payu',
  'pse.pse_avanza',
  'puntored.epayco',
  'puntored.payvalida',
];

/** Money, as the status of a payment tells of it. */
function statusesFor(held: number, due: number): readonly string[] {
  if (held >= due) return ['paid'];
  if (held > 0) return ['partially_paid'];
  return ['awaiting_payment', 'processing', 'failed', 'cancelled', 'expired', 'reversed'];
}

describe('random payments over every route, with everything going wrong', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EFECTY_PROTOCOLS: 'epayco,payu,mercadopago,payvalida',
      CAUCE_PSE_PROTOCOLS: 'pse_avanza,epayco,payu,mercadopago',
      CAUCE_ROUTING_RULES_FILE: EQUAL_SHARES,
      CAUCE_POLL_SCHEDULE_SECONDS: '2,5,15,60',
    });
  }, 90_000);
  afterAll(() => cauce?.stop());

  it(
    `${PAYMENTS} of them: every peso in the ledger once, with its owner, and one live voucher each`,
    async () => {
      const seed = Number(process.env['CAUCE_SEED'] ?? Date.now() % 2 ** 31);
      const random = numbersFrom(seed);
      const shoppers = new RandomShoppers(cauce.api(), cauce.sandbox, random);
      await shoppers.shop(PAYMENTS, TOGETHER).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error });
      });
      await shoppers.calm();
      const sides = providerSides(await cauce.sandbox.journal());
      const wrong = new Map<string, string>();
      const issuing = new Set<string>();
      const isRight = ({ id, description, due }: (typeof shoppers.shoppings)[number]) => {
        const { held, live } = sides.get(description) ?? { held: 0, live: 0 };
        return async () => {
          const payment: Payment = await cauce.api().payment(id);
          for (const { route, outcome } of payment.attempts) {
            if (outcome === 'done') issuing.add(route);
          }
          const isSettled = statusesFor(held, due).includes(payment.status);
          if (isSettled && payment.amountPaid.value === held && live <= 1) wrong.delete(id);
          else {
            const { status, amountPaid, attempts } = payment;
            const told = { description, status, amountPaid: amountPaid.value, held, due, live };
            wrong.set(id, JSON.stringify({ ...told, attempts }));
          }
        };
      };
      const checks = new Map(shoppers.shoppings.map((one) => [one.id, isRight(one)]));
      for (const { id } of shoppers.shoppings) wrong.set(id, 'not read');
      const readWrong = async () => {
        const left = [...wrong.keys()];
        while (left.length > 0) {
          await Promise.all(left.splice(0, TOGETHER).map((id) => checks.get(id)?.()));
        }
        return [...wrong.values()];
      };
      await until(
        readWrong,
        (left) => left.length === 0,
        SETTLED_WITHIN_MS,
        (left) => `seed ${seed}, ${left.length} wrong: ${left.slice(0, 10).join('\n')}`,
      );
      expect([...issuing].sort()).toEqual(ROUTES);
      await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
      const surplus = [...shoppers.shoppings].reduce((sum, { description, due }) => {
        const { held } = sides.get(description) ?? { held: 0 };
        return sum + Math.max(0, held - due);
      }, 0);
      const accounts = await balances(cauce.api('operator'));
      expect(-(accounts.get('suspense.overpayment_to_payer') ?? 0)).toBe(surplus);
      expect(accounts.get('suspense.unidentified_receipts') ?? 0).toBe(0);
    },
    TEST_MS,
  );
});
