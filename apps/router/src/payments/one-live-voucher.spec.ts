import fc from 'fast-check';
import { RulesDesk } from '../fixtures/rules-desk.js';
import { stories, VoucherStory } from '../fixtures/voucher-story.js';

const RUNS = 10_000;

/** Longest story; what matters needs five or six moves in a row. */
const MOVES = 24;

describe('any story of a payment, by the rules', () => {
  it(`${RUNS} of them: one live voucher at most, and nothing unknown is rerouted`, async () => {
    await fc.assert(
      fc.asyncProperty(stories(MOVES), (moves) => new VoucherStory(new RulesDesk()).tell(moves)),
      { numRuns: RUNS },
    );
  }, 60_000);
});
