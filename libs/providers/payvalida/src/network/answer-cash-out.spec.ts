import { createHash } from 'node:crypto';
import type { Money } from '@cauce/money';
import fc from 'fast-check';
import { answerCashOut } from './answer-cash-out.js';
import { CASH_OUT_REFUSALS, type CashOutDesk, type CashOutReason } from './cash-out-desk.js';

const pesos = (minor: bigint): Money => ({ minor, currency: 'COP' });
const networks = [
  { name: 'REDEJEMPLO', fixedHashes: ['FIXEDHASH'] },
  { name: 'OTRA', fixedHashes: ['OTHERHASH'] },
];
const hash = (...fields: string[]) => createHash('sha512').update(fields.join('')).digest('hex');

const consult = {
  otp: '1234056',
  netcode: 180,
  document: '1020304051',
  checksum: hash('REDEJEMPLO', '1234056', '1020304051', 'FIXEDHASH'),
  customparam01: 'ahorros',
};
const register = {
  idoperation: 1393,
  netcode: '1052',
  transaction: '99999999901',
  teller: '150',
  danecode: '05001',
  checksum: hash('REDEJEMPLO', '1393', '99999999901', 'FIXEDHASH'),
};
const reverse = {
  netcode: 180,
  transaction: '1500003',
  checksum: hash('REDEJEMPLO', '1500003', 'FIXEDHASH'),
};

/** A desk that remembers what it was asked, and answers what a till prints or a refusal. */
function deskOf(reason?: CashOutReason): CashOutDesk & { asked: unknown[] } {
  const asked: unknown[] = [];
  const answer =
    <T>(done: T) =>
    async (question: unknown) => {
      asked.push(question);
      return reason === undefined ? done : { kind: 'refused' as const, reason };
    };
  const money = { amount: pesos(15_000_000n), cost: pesos(0n) };
  const voucher = { description: 'Retiro', document: '1020304051', otp: '1234056' };
  return {
    asked,
    consult: answer({ kind: 'payable' as const, operation: '1393', ...money }),
    register: answer({ kind: 'registered' as const, id: '47961', ...money, ...voucher }),
    reverse: answer({ kind: 'reversed' as const }),
  };
}

async function ask(desk: CashOutDesk, method: string, path: string, fields: object) {
  const body = Buffer.from(JSON.stringify(fields));
  const answer = await answerCashOut(desk, networks, { method, path, query: '', body });
  return answer === null ? null : JSON.parse(answer.body);
}

describe('a till that hands out cash', () => {
  it('is told what for a document and a one-time password', async () => {
    const desk = deskOf();
    expect(await ask(desk, 'POST', 'cashout/v1/order/REDEJEMPLO', consult)).toEqual({
      code: '0000',
      text: 'OK',
      data: {
        amount: '150000',
        transactionCost: '0',
        currency: 'COP',
        document: '1020304051',
        otp: '1234056',
        operation: '1393',
        customparam01: 'ahorros',
        customparam02: '',
        customparam03: '',
        checksum: hash('1234056', '1020304051', '150000', 'COP', '1393', 'FIXEDHASH'),
      },
    });
    const { otp, document } = consult;
    const question = { network: 'REDEJEMPLO', netcode: '180', otp, document };
    expect(desk.asked).toEqual([{ ...question, parameters: ['ahorros', '', ''] }]);
  });

  it('registers what it handed out, under its own transaction', async () => {
    const desk = deskOf();
    expect(await ask(desk, 'POST', 'cashout/v1/transaction/REDEJEMPLO', register)).toEqual({
      code: '0000',
      text: 'OK',
      data: {
        amount: '150000',
        currency: 'COP',
        description: 'Retiro',
        document: '1020304051',
        otp: '1234056',
        idpayvalida: '47961',
        transaction: '99999999901',
        checksum: hash('99999999901', '47961', 'FIXEDHASH'),
      },
    });
    const { netcode, transaction, teller, danecode } = register;
    const handout = { network: 'REDEJEMPLO', netcode, operation: '1393', transaction, teller };
    expect(desk.asked).toEqual([{ ...handout, danecode }]);
  });

  it('may leave out the municipality and write transactions, as the examples do', async () => {
    const desk = deskOf();
    const { danecode: _, ...without } = register;
    expect(await ask(desk, 'POST', 'cashout/v1/transactions/REDEJEMPLO', without)).toMatchObject({
      code: '0000',
    });
    expect(desk.asked).toMatchObject([{ danecode: null }]);
  });

  it('reverses what it registered', async () => {
    const desk = deskOf();
    expect(await ask(desk, 'PATCH', 'cashout/v1/transaction/REDEJEMPLO/1500003', reverse)).toEqual({
      code: '0000',
      text: 'OK',
      data: { transaction: '1500003', netcode: '180', checksum: hash('1500003', 'FIXEDHASH') },
    });
    expect(desk.asked).toEqual([{ network: 'REDEJEMPLO', netcode: '180', transaction: '1500003' }]);
  });

  it.each(Object.keys(CASH_OUT_REFUSALS) as CashOutReason[])(
    'is told that the desk refuses: %s',
    async (reason) => {
      const desk = deskOf(reason);
      const refusal = CASH_OUT_REFUSALS[reason];
      expect(await ask(desk, 'POST', 'cashout/v1/order/REDEJEMPLO', consult)).toEqual(refusal);
      expect(await ask(desk, 'POST', 'cashout/v1/transaction/REDEJEMPLO', register)).toEqual(
        refusal,
      );
      expect(
        await ask(desk, 'PATCH', 'cashout/v1/transaction/REDEJEMPLO/1500003', reverse),
      ).toEqual(refusal);
      expect(desk.asked).toHaveLength(3);
    },
  );

  it('has codes that differ', () => {
    const codes = Object.values(CASH_OUT_REFUSALS).map((one) => one.code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    ['another network’s hash', 'POST', 'cashout/v1/order/OTRA', consult, 'wrong_checksum'],
    [
      'another document',
      'POST',
      'cashout/v1/order/REDEJEMPLO',
      { ...consult, document: '1' },
      'wrong_checksum',
    ],
    [
      'another password',
      'POST',
      'cashout/v1/order/REDEJEMPLO',
      { ...consult, otp: '1' },
      'wrong_checksum',
    ],
    [
      'another operation',
      'POST',
      'cashout/v1/transaction/REDEJEMPLO',
      { ...register, idoperation: 1 },
      'wrong_checksum',
    ],
    [
      'another transaction',
      'PATCH',
      'cashout/v1/transaction/REDEJEMPLO/1',
      { ...reverse, transaction: '1' },
      'wrong_checksum',
    ],
    ['two transactions', 'PATCH', 'cashout/v1/transaction/REDEJEMPLO/1', reverse, 'bad_parameters'],
    ['no such network', 'POST', 'cashout/v1/order/NADIE', consult, 'unknown_network'],
    [
      'a network of the prototype',
      'POST',
      'cashout/v1/order/constructor',
      consult,
      'unknown_network',
    ],
    [
      'a name that is not encoded right',
      'POST',
      'cashout/v1/order/%E0%A4%A',
      consult,
      'unknown_network',
    ],
    ['no password', 'POST', 'cashout/v1/order/REDEJEMPLO', { ...consult, otp: '' }, 'missing_otp'],
    [
      'no document',
      'POST',
      'cashout/v1/order/REDEJEMPLO',
      { ...consult, document: null },
      'missing_document',
    ],
    [
      'no transaction',
      'POST',
      'cashout/v1/transaction/REDEJEMPLO',
      { ...register, transaction: undefined },
      'missing_transaction',
    ],
    [
      'no till',
      'POST',
      'cashout/v1/transaction/REDEJEMPLO',
      { ...register, teller: '' },
      'missing_teller',
    ],
    [
      'no checksum',
      'POST',
      'cashout/v1/transaction/REDEJEMPLO',
      { ...register, checksum: '' },
      'bad_parameters',
    ],
    [
      'a long transaction',
      'POST',
      'cashout/v1/transaction/REDEJEMPLO',
      { ...register, transaction: '1'.repeat(51) },
      'bad_parameters',
    ],
    [
      'an agreement of letters',
      'POST',
      'cashout/v1/order/REDEJEMPLO',
      { ...consult, netcode: 'x' },
      'bad_parameters',
    ],
    ['nothing', 'POST', 'cashout/v1/order/REDEJEMPLO', {}, 'missing_otp'],
    [
      'too much',
      'POST',
      'cashout/v1/order/REDEJEMPLO',
      { ...consult, x: 'x'.repeat(20_000) },
      'missing_otp',
    ],
  ] as const)(
    'is refused with %s, and the desk is not asked',
    async (_, method, path, fields, reason) => {
      const desk = deskOf();
      expect(await ask(desk, method, path, fields)).toEqual(CASH_OUT_REFUSALS[reason]);
      expect(desk.asked).toEqual([]);
    },
  );

  it.each([
    ['GET', 'cashout/v1/order/REDEJEMPLO'],
    ['POST', 'order'],
    ['POST', 'cashout/v1/order/REDEJEMPLO/1'],
    ['PATCH', 'cashout/v1/transaction/REDEJEMPLO'],
    ['POST', 'operation'],
    ['POST', ''],
  ])('does not ask %s %s', async (method, path) => {
    expect(await ask(deskOf(), method, path, consult)).toBeNull();
  });

  it('is never answered that it is done without a checksum, whatever it sends', async () => {
    const anything = fc.oneof(fc.json(), fc.uint8Array({ maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom('order', 'transaction'), async (sent, what) => {
        const desk = deskOf();
        const body = typeof sent === 'string' ? Buffer.from(sent) : sent;
        const request = { method: 'POST', path: `cashout/v1/${what}/REDEJEMPLO`, query: '', body };
        expect((await answerCashOut(desk, networks, request))?.body).not.toContain('"0000"');
        expect(desk.asked).toEqual([]);
      }),
    );
  });

  it('is left in doubt when the desk fails', async () => {
    const desk = { ...deskOf(), register: () => Promise.reject(new Error('down')) };
    await expect(ask(desk, 'POST', 'cashout/v1/transaction/REDEJEMPLO', register)).rejects.toThrow(
      'down',
    );
  });

  it('hands out no centavos', async () => {
    const offer = { kind: 'payable' as const, operation: '1', cost: pesos(0n) };
    const desk = { ...deskOf(), consult: async () => ({ ...offer, amount: pesos(15_000_050n) }) };
    await expect(ask(desk, 'POST', 'cashout/v1/order/REDEJEMPLO', consult)).rejects.toThrow(
      'decimals',
    );
  });
});
