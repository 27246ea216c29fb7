import { createHash } from 'node:crypto';
import { TILL_REFUSALS, type TillDesk, type TillRefusal } from '@cauce/connector-kit';
import type { Money } from '@cauce/money';
import fc from 'fast-check';
import { answerCollection } from './answer-collection.js';
import { COLLECTION_REFUSALS } from './collection-refusals.js';

const pesos = (minor: bigint): Money => ({ minor, currency: 'COP' });
const host = {
  networks: [{ name: 'BEVALIDA_343', fixedHashes: ['FIXEDHASH', 'NEXTHASH'] }],
  commerce: 'Tienda Ñandú',
};
const hash = (...fields: string[]) => createHash('sha512').update(fields.join('')).digest('hex');

const consultHash = hash('BEVALIDA_343', '0073841', 'FIXEDHASH');
const register = {
  name: 'BEVALIDA_343',
  reference: '0073841',
  amount: '45000',
  transaction: '129999999',
  commerce: 'Payvalida',
  teller: '1.1.1.1',
  money: 'COP',
  checksum: hash('BEVALIDA_343', '0073841', '45000', '129999999', 'FIXEDHASH').toUpperCase(),
};
const confirm = {
  name: 'BEVALIDA_343',
  transaction: '129999999',
  confirm: 'true',
  checksum: hash('BEVALIDA_343', '129999999', 'FIXEDHASH'),
};

/** The register of another amount, with its checksum. */
const registerOf = (amount: unknown, change: object = {}) => ({
  ...register,
  amount,
  checksum: hash('BEVALIDA_343', '0073841', String(amount), '129999999', 'FIXEDHASH'),
  ...change,
});

type Asked = [step: string, question: unknown];

/** A desk that remembers what it was asked, and answers what a till prints or a refusal. */
function deskOf(reason?: TillRefusal) {
  const asked: Asked[] = [];
  const answer =
    <T>(step: string, done: T) =>
    async (question: unknown) => {
      asked.push([step, question]);
      return reason === undefined ? done : { kind: 'refused' as const, reason };
    };
  const description = 'Compra 29143';
  const amount = pesos(4_500_000n);
  const desk: TillDesk = {
    consult: answer('consult', { kind: 'due' as const, amount, description }),
    register: answer('register', { kind: 'registered' as const, number: '47961', description }),
    confirm: answer('confirm', { kind: 'done' as const }),
    reverse: answer('reverse', { kind: 'done' as const }),
  };
  return { asked, desk };
}

async function ask(desk: TillDesk, method: string, path: string, fields: object, query = '') {
  const body = method === 'GET' ? new Uint8Array() : Buffer.from(JSON.stringify(fields));
  const answer = await answerCollection(desk, host, { method, path, query, body });
  return answer === null ? null : JSON.parse(answer.body);
}

const question = `name=BEVALIDA_343&checksum=${consultHash}`;

describe('a till that takes in cash', () => {
  it('is believed with either hash while they are changed, and with no third one', async () => {
    const confirmWith = (key: string) => {
      const { desk } = deskOf();
      const checksum = hash('BEVALIDA_343', '129999999', key);
      return ask(desk, 'PATCH', 'v1/transactions', { ...confirm, checksum });
    };
    expect(await confirmWith('FIXEDHASH')).toMatchObject({ CODE: '0000' });
    expect(await confirmWith('NEXTHASH')).toMatchObject({ CODE: '0000' });
    expect(await confirmWith('OTHERHASH')).toMatchObject({ CODE: '0025' });
  });

  it('is told what is due, and nothing of who owes it', async () => {
    const { desk, asked } = deskOf();
    expect(await ask(desk, 'GET', 'v1/orders/0073841', {}, question)).toEqual({
      CODE: '0000',
      TEXT: 'OK',
      DATA: {
        LASTNAME1: '',
        LASTNAME2: '',
        NAME: '',
        TYPEDI: '',
        DI: '',
        AMOUNT: 45000,
        DESCRIPTION: 'Compra 29143',
        COMMERCE: 'Tienda Ñandú',
        REFERENCE: '0073841',
      },
    });
    expect(asked).toEqual([['consult', { network: 'BEVALIDA_343', code: '73841' }]]);
  });

  it('registers what it has counted', async () => {
    const { desk, asked } = deskOf();
    expect(await ask(desk, 'POST', 'v1/transactions', register)).toEqual({
      CODE: '0000',
      TEXT: 'OK',
      DATA: {
        AMOUNT: 45000,
        DESCRIPTION: 'Compra 29143',
        REFERENCE: '0073841',
        IDTRANSACTION: '129999999',
        IDPAYVALIDA: '47961',
        COMMERCE: 'Tienda Ñandú',
      },
    });
    const { transaction } = register;
    const about = { network: 'BEVALIDA_343', code: '73841', amount: pesos(4_500_000n) };
    expect(asked).toEqual([['register', { ...about, transaction }]]);
  });

  it('signs an amount as it wrote it', async () => {
    const { desk, asked } = deskOf();
    const fields = { ...registerOf('45000.0'), amount: 0 };
    const body = Buffer.from(JSON.stringify(fields).replace('"amount":0', '"amount":45000.0'));
    const request = { method: 'POST', path: 'v1/transactions', query: '', body };
    expect((await answerCollection(desk, host, request))?.body).toContain('"0000"');
    expect(asked).toMatchObject([['register', { amount: pesos(4_500_000n) }]]);
  });

  it.each([
    ['true', 'confirm', true],
    ['false', 'reverse', false],
  ])('confirms with %s: the desk is asked to %s', async (word, step, CONFIRM) => {
    const { desk, asked } = deskOf();
    expect(await ask(desk, 'PATCH', 'v1/transactions', { ...confirm, confirm: word })).toEqual({
      CODE: '0000',
      TEXT: 'OK',
      DATA: { IDTRANSACTION: '129999999', CONFIRM },
    });
    expect(asked).toEqual([[step, { network: 'BEVALIDA_343', transaction: '129999999' }]]);
  });

  it.each(TILL_REFUSALS)('is told that the desk refuses: %s', async (reason) => {
    const { desk, asked } = deskOf(reason);
    const { code: CODE, text: TEXT } = COLLECTION_REFUSALS[reason];
    for (const answer of [
      await ask(desk, 'GET', 'v1/orders/0073841', {}, question),
      await ask(desk, 'POST', 'v1/transactions', register),
      await ask(desk, 'PATCH', 'v1/transactions', confirm),
      await ask(desk, 'PATCH', 'v1/transactions', { ...confirm, confirm: 'false' }),
    ]) {
      expect(answer).toEqual({ CODE, TEXT });
    }
    expect(asked).toHaveLength(4);
  });

  it('has codes that differ', () => {
    const codes = Object.values(COLLECTION_REFUSALS).map((one) => one.code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    ['another reference', 'GET', 'v1/orders/73841', {}, 'wrong_checksum'],
    ['another amount', 'POST', 'v1/transactions', { ...register, amount: '1' }, 'wrong_checksum'],
    [
      'another transaction',
      'PATCH',
      'v1/transactions',
      { ...confirm, transaction: '1' },
      'wrong_checksum',
    ],
    [
      'another network',
      'PATCH',
      'v1/transactions',
      { ...confirm, name: 'OTRA' },
      'unknown_network',
    ],
    ['no amount', 'POST', 'v1/transactions', registerOf('0'), 'wrong_amount'],
    ['less than nothing', 'POST', 'v1/transactions', registerOf('-45000'), 'wrong_amount'],
    ['centavos', 'POST', 'v1/transactions', registerOf('45000.50'), 'wrong_amount'],
    ['an amount for people', 'POST', 'v1/transactions', registerOf('45.000,0'), 'wrong_amount'],
    ['dollars', 'POST', 'v1/transactions', registerOf('45000', { money: 'USD' }), 'wrong_currency'],
    [
      'a word that is neither',
      'PATCH',
      'v1/transactions',
      { ...confirm, confirm: 'yes' },
      'bad_content',
    ],
    [
      'what no database keeps',
      'PATCH',
      'v1/transactions',
      { ...confirm, transaction: 'T\u0000' },
      'bad_content',
    ],
    ['no till', 'POST', 'v1/transactions', { ...register, teller: undefined }, 'bad_content'],
    ['nothing', 'POST', 'v1/transactions', {}, 'bad_content'],
    ['a path that is not encoded right', 'GET', 'v1/orders/%E0%A4%A', {}, 'bad_content'],
  ] as const)(
    'is refused with %s, and the desk is not asked',
    async (_, method, path, fields, reason) => {
      const { desk, asked } = deskOf();
      const { code: CODE, text: TEXT } = COLLECTION_REFUSALS[reason];
      expect(await ask(desk, method, path, fields, question)).toEqual({ CODE, TEXT });
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['POST', 'v1/orders/73841'],
    ['GET', 'v1/transactions'],
    ['DELETE', 'v1/transactions'],
    ['GET', 'v1/orders'],
    ['GET', 'v1/orders/1/2'],
    ['GET', ''],
    ['GET', 'orders/73841'],
    ['POST', 'transactions'],
    ['POST', 'v4/recaudo/dinamico/recaudoconsulta'],
  ])('does not ask %s %s', async (method, path) => {
    expect(await ask(deskOf().desk, method, path, {}, question)).toBeNull();
  });

  it('registers any whole number of pesos, exactly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 10n ** 12n }), async (whole) => {
        const { desk, asked } = deskOf();
        const answer = await ask(desk, 'POST', 'v1/transactions', registerOf(String(whole)));
        expect(answer).toMatchObject({ CODE: '0000', DATA: { AMOUNT: Number(whole) } });
        expect(asked).toMatchObject([['register', { amount: pesos(whole * 100n) }]]);
      }),
    );
  });

  it('is never answered that it is done without a checksum, whatever it sends', async () => {
    const anything = fc.oneof(fc.json(), fc.uint8Array({ maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom('POST', 'PATCH'), async (sent, method) => {
        const { desk, asked } = deskOf();
        const body = typeof sent === 'string' ? Buffer.from(sent) : sent;
        const request = { method, path: 'v1/transactions', query: question, body };
        expect((await answerCollection(desk, host, request))?.body).not.toContain('"0000"');
        expect(asked).toEqual([]);
      }),
    );
  });
});
