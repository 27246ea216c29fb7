import {
  connectorContract,
  limitsOf,
  SandboxContractWorld,
  voucherTextOf,
  type Connector,
} from '@cauce/connector-kit';
import { startSandbox } from '@cauce/sandbox';
import { z } from 'zod';
import { PAYU_ACCOUNT, payuAt, payuUnderContract } from './contract/index.js';
import { payuCashConnector, payuOptions, payuVariables, type PayuCashMethod } from './index.js';
import type { VoucherText } from './payu.instructions.js';

const DAY_MS = 86_400_000;

const sandbox = await startSandbox({
  ...{ host: '127.0.0.1', port: 0, dataDir: null },
  epayco: { publicKey: 'none', privateKey: '0'.repeat(32), customerId: '1', pKey: 'none' },
  payu: PAYU_ACCOUNT,
});

/** A rail that no package here has, over counters of PayU's. */
function connect(
  env: Record<string, string>,
  method: PayuCashMethod = 'OTHERS_CASH',
  textOf: VoucherText = voucherTextOf('Su Red'),
): Connector {
  const options = payuOptions(z.object(payuVariables).parse(env), 3 * 86_400);
  if (options === null) throw new Error('no account');
  const limits = limitsOf(1_000, 4_000_000);
  return payuCashConnector({ ...options, rail: 'sured', method, limits, agreement: null, textOf });
}

const world = await SandboxContractWorld.open(sandbox.url, payuUnderContract(sandbox.url, connect));

afterAll(async () => {
  await world.close();
  await sandbox.stop();
});

const status = async (reference: string) => {
  const query = { reference, providerTransactionIds: [], scope: 'reference' } as const;
  const answer = await world.connector.readStatus(query, world.call());
  return answer.kind === 'found' ? answer.transactions : [];
};

describe('Su Red over PayU keeps the contract of connectors', () => {
  for (const { name, run } of connectorContract(world)) it(name, run, 30_000);
});

describe('Su Red over the wire of PayU', () => {
  it('is paid with the number of its order, until the end that PayU names', async () => {
    const expiresAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 2 * DAY_MS);
    const { instruction } = await world.connector.issue(world.request({ expiresAt }), world.call());
    expect(instruction).toMatchObject({
      kind: 'voucher',
      code: expect.stringMatching(/^\d{10}$/),
      agreement: null,
      barcode: null,
      expiresAt,
      text: { es: expect.stringContaining('Su Red'), en: expect.stringContaining('Su Red') },
    });
  });

  it('lives for seven days at most, whatever is wished', async () => {
    const expiresAt = new Date(Date.now() + 20 * DAY_MS);
    const before = Date.now();
    const { instruction } = await world.connector.issue(world.request({ expiresAt }), world.call());
    const lifeMs = (instruction.expiresAt?.getTime() ?? 0) - before;
    expect(Math.abs(lifeMs - 7 * DAY_MS)).toBeLessThan(30_000);
  });

  it.each([
    ['less than $ 1.000', 99_900n],
    ['more than $ 4.000.000', 400_000_100n],
  ])('is not issued by PayU for %s', async (_, minor) => {
    const amount = { minor, currency: 'COP' } as const;
    const issuing = world.connector.issue(world.request({ amount }), world.call());
    await expect(issuing).rejects.toMatchObject({ meaning: { outcome: 'rejected' } });
  });

  it('is told of once it is paid, with what was paid under the same number', async () => {
    const { reference, callback } = await world.paidCallback();
    const form = new URLSearchParams(Buffer.from(callback.body).toString('utf8'));
    expect(form.get('payment_method_name')).toBe('OTHERS_CASH');
    const [paid, another] = await status(reference);
    expect(another).toBeUndefined();
    expect(paid).toMatchObject({ status: 'paid', amount: { minor: 8_500_000n, currency: 'COP' } });
    expect(world.connector.readCallback?.(callback)).toMatchObject({
      kind: 'hint',
      hint: { reference, providerTransactionId: paid?.providerTransactionId, claims: 'paid' },
    });
  });
});

describe('banks over the wire of PayU', () => {
  it('are paid with the number of the order and the code of the bank', async () => {
    const printed: unknown[] = [];
    const text: VoucherText = ({ bankCodes }) => {
      printed.push(bankCodes);
      return { es: '', en: '' };
    };
    const banks = connect(payuAt(sandbox.url), 'BANK_REFERENCED', text);
    await banks.issue(world.request(), world.call());
    expect(printed).toEqual([
      [
        { bank: 'Banco de Bogotá', code: '00001' },
        { bank: 'Bancolombia', code: '00002' },
      ],
    ]);
  });
});
