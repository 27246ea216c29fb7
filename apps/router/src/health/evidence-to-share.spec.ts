import { EvidenceToShare } from './evidence-to-share.js';

const SLOW_MS = 1_000;
const ISSUE = { route: 'efecty.epayco', operation: 'issue' } as const;

describe('what a process tells the others of its calls', () => {
  it('is counted by route, operation and generation', () => {
    const evidence = new EvidenceToShare();
    evidence.add(ISSUE, 0, { verdict: 'success', durationMs: 100 }, SLOW_MS);
    evidence.add(ISSUE, 0, { verdict: 'success', durationMs: 1_000 }, SLOW_MS);
    evidence.add(ISSUE, 0, { verdict: 'failure', durationMs: 1_000 }, SLOW_MS);
    evidence.add(ISSUE, 1, { verdict: 'failure', durationMs: 100 }, SLOW_MS);
    const none = { successes: 0, slowSuccesses: 0, failures: 0, slowFailures: 0, successMs: 0 };
    expect(evidence.take()).toEqual([
      {
        ...ISSUE,
        ...none,
        generation: 0,
        successes: 1,
        slowSuccesses: 1,
        slowFailures: 1,
        successMs: 1_100,
      },
      { ...ISSUE, ...none, generation: 1, failures: 1 },
    ]);
  });

  it('is told once', () => {
    const evidence = new EvidenceToShare();
    evidence.add(ISSUE, 0, { verdict: 'success', durationMs: 100 }, SLOW_MS);
    evidence.take();
    expect(evidence.take()).toEqual([]);
  });

  it('leaves out what says nothing', () => {
    const evidence = new EvidenceToShare();
    evidence.add(ISSUE, 0, { verdict: 'neutral', durationMs: 1_000 }, SLOW_MS);
    expect(evidence.take()).toEqual([]);
  });
});
