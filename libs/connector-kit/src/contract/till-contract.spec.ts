import { pretendTills } from '../fixtures/pretend-tills.js';
import type { TillProtocol } from '../tills/till-protocol.js';
import { tillContract } from './till-contract.js';
import type { TillCall, TillDriver, TillHeard } from './till-driver.js';

const TRIES = 3;
let serial = 0;

/** A till of the pretend network, which asks again while it is not answered. */
async function ask(
  { url, hasWrongKey }: TillCall,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  said: Record<string, string>,
): Promise<TillHeard> {
  const sent = { network: 'RED', key: hasWrongKey ? 'wrong' : 'right', ...said };
  const query = method === 'GET' ? `?${new URLSearchParams(sent)}` : '';
  const body = method === 'GET' ? null : JSON.stringify(sent);
  for (let left = TRIES; left > 0; left -= 1) {
    const response = await fetch(`${url}/${path}${query}`, { method, body });
    if (response.status !== 200) continue;
    const answer = (await response.json()) as { refused?: string; amount?: { minor: string } };
    const kind = answer.refused === undefined ? 'accepted' : 'refused';
    const amountMinor = answer.amount === undefined ? null : BigInt(answer.amount.minor);
    return { kind, amountMinor, transaction: said['transaction'] ?? null };
  }
  return { kind: 'unanswered', amountMinor: null, transaction: said['transaction'] ?? null };
}

const till: TillDriver = {
  network: 'RED',
  consult: (call, code) => ask(call, 'GET', 'due', { code }),
  pay: async (call, code, amountMinor) => {
    serial += 1;
    const transaction = `T${serial}`;
    const said = { transaction, code, amount: String(amountMinor) };
    const registered = await ask(call, 'POST', 'payments', said);
    if (registered.kind !== 'accepted') return registered;
    return ask(call, 'PATCH', 'payments/confirm', { transaction });
  },
  reverse: (call, transaction) => ask(call, 'PATCH', 'payments/reverse', { transaction }),
};

async function brokenBy(answer: TillProtocol['answer']): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, run } of tillContract({ tills: { ...pretendTills, answer }, till })) {
    await run().catch(() => broken.push(name));
  }
  return broken;
}

describe('the contract of tills', () => {
  it('is kept by a protocol that reads, checks and passes on', async () => {
    expect(await brokenBy(pretendTills.answer)).toEqual([]);
  });

  it.each<[string, TillProtocol['answer'], string]>([
    [
      'believes any key',
      (desk, request) => {
        const body = Buffer.from(request.body).toString('utf8').replace('wrong', 'right');
        const query = request.query.replace('wrong', 'right');
        return pretendTills.answer(desk, { ...request, query, body: Buffer.from(body) });
      },
      'believes no till with a wrong key, and asks the desk nothing',
    ],
    [
      'answers although the desk could not store',
      (desk, request) =>
        pretendTills.answer(desk, request).catch(() => ({ body: '{"refused":"later"}' })),
      'is asked to register again, in the same words, when its answer was lost',
    ],
    [
      'asks the desk twice',
      async (desk, request) => {
        await pretendTills.answer(desk, request);
        return pretendTills.answer(desk, request);
      },
      'tells a till what is due for a code',
    ],
    [
      'answers anything',
      async (desk, request) => (await pretendTills.answer(desk, request)) ?? { body: '{}' },
      'has no answer for what is no request of the protocol',
    ],
  ])('is broken by one that %s', async (_, answer, name) => {
    expect(await brokenBy(answer)).toContain(name);
  });
});
