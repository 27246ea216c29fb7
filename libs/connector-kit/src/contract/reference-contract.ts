import assert from 'node:assert/strict';
import { ConnectorError } from '../connector-error.js';
import type { StatusAnswer } from '../connector.js';
import { inTime, onlyOne } from './contract-assertions.js';
import { issueOne } from './contract-steps.js';
import type { ContractCase } from './contract-case.js';
import { changed, SPELLINGS, type ContractWorld, type Spelling } from './contract-world.js';

/** How a reference of ours may come back. */
const WRITE: Readonly<Record<Spelling, (reference: string) => string>> = {
  zeros: (reference) => `000${reference}`,
  blanks: (reference) => ` ${reference.slice(0, 4)} ${reference.slice(4)} `,
  dashes: (reference) => `${reference.slice(0, 4)}-${reference.slice(4)}`,
};

/** What a connector must make of our reference when the provider writes it otherwise than we did. */
export function referenceContract(world: ContractWorld): ContractCase[] {
  return (Object.keys(SPELLINGS) as Spelling[]).map((spelling) => {
    const isOurs = world.spellings?.includes(spelling) ?? false;
    const meaning = isOurs ? 'knows our reference by' : 'takes for another reference than ours';
    return {
      name: `${meaning} ${SPELLINGS[spelling]}`,
      run: async () => {
        const { request } = await issueOne(world);
        const answer = await readSpelt(world, request.reference, WRITE[spelling]);
        if (isOurs) {
          assert.ok(answer !== null, 'it is not known');
          assert.equal(onlyOne(answer).reference, request.reference);
        } else assert.ok(!names(answer, request.reference), 'it is taken for ours');
      },
    };
  });
}

/** @returns null for a refusal to believe the answer */
async function readSpelt(
  world: ContractWorld,
  reference: string,
  write: (reference: string) => string,
): Promise<StatusAnswer | null> {
  const query = { reference, providerTransactionIds: [], scope: 'reference' as const };
  const call = changed(world.call(), (reply) => world.respelt(reply, reference, write(reference)));
  try {
    return await inTime(world.connector.readStatus(query, call));
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
}

function names(answer: StatusAnswer | null, reference: string): boolean {
  if (answer?.kind !== 'found') return false;
  return answer.transactions.some((one) => one.reference === reference);
}
