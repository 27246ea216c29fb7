import assert from 'node:assert/strict';
import type { Outcome } from '@cauce/contracts';
import { ConnectorError } from '../connector-error.js';
import type { Issued, IssueRequest, ProviderTransaction, StatusAnswer } from '../connector.js';
import type { ContractWorld } from './contract-world.js';

/** Longest work that the contract waits for; a connector that ignores its deadline fails, not hangs. */
const WITHIN_MS = 15_000;

/**
 * Checks that work fails as a connector may, with the given outcome.
 *
 * @returns the failure, for a closer look
 */
export async function failsAs(
  outcome: Exclude<Outcome, 'done'>,
  work: Promise<unknown>,
): Promise<ConnectorError> {
  try {
    await inTime(work);
  } catch (error) {
    assert.ok(error instanceof ConnectorError, `not a ConnectorError: ${String(error)}`);
    assert.equal(error.meaning.outcome, outcome, error.message);
    return error;
  }
  throw new assert.AssertionError({ message: `expected ${outcome}, but it was done` });
}

/** Waits for work, but not for ever. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${WITHIN_MS} ms`)), WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Checks that a payer can follow an instruction: it ends ahead of us, and says all that a payer needs. */
export function assertPayable({ instruction }: Issued): void {
  assert.ok(instruction.expiresAt > new Date(), 'expires in the past');
  if (instruction.kind === 'redirect') {
    const { protocol, hostname } = new URL(instruction.url);
    assert.ok(protocol === 'https:' || hostname === '127.0.0.1', instruction.url);
    return;
  }
  const { code, text } = instruction;
  assert.notEqual(code, '');
  for (const said of [text.es, text.en]) assert.ok(said.includes(code), said);
  assert.match(text.es, /\$ [\d.]+/);
}

/** Checks that no text has a credential of the account, or anything of the payer. */
export function assertNothingPrivate(
  { secrets }: Pick<ContractWorld, 'secrets'>,
  { payer }: IssueRequest,
  texts: readonly string[],
): void {
  const { name, email, phone, document } = payer;
  // Providers take names in parts; a short part such as Ana may stand in any word.
  const names = name.split(' ').filter((part) => part.length > 3);
  const personal = [...names, email, phone?.slice(-10), document?.number];
  for (const text of texts) {
    for (const value of [...secrets, ...personal]) {
      assert.ok(value === undefined || value === null || !text.includes(value), text);
    }
  }
}

/** The transactions of an answer that must have some. */
export function found(answer: StatusAnswer): readonly ProviderTransaction[] {
  assert.equal(answer.kind, 'found');
  return answer.kind === 'found' ? answer.transactions : [];
}

/** The transaction of an answer that must have exactly one. */
export function onlyOne(answer: StatusAnswer): ProviderTransaction {
  const [transaction, ...others] = found(answer);
  assert.equal(others.length, 0, 'more than one transaction');
  assert.ok(transaction !== undefined, 'no transaction');
  return transaction;
}
