import { EvidenceToShare } from './evidence-to-share.js';

const ISSUE = { route: 'efecty.epayco', operation: 'issue' } as const;

describe('what a process tells the others of its calls', () => {
  it('is counted by route, operation and generation', () => {
    const evidence = new EvidenceToShare();
    evidence.add(ISSUE, 0, 'success', false);
    evidence.add(ISSUE, 0, 'success', true);
    evidence.add(ISSUE, 0, 'failure', true);
    evidence.add(ISSUE, 1, 'failure', false);
    const none = { successes: 0, slowSuccesses: 0, failures: 0, slowFailures: 0 };
    expect(evidence.take()).toEqual([
      { ...ISSUE, ...none, generation: 0, successes: 1, slowSuccesses: 1, slowFailures: 1 },
      { ...ISSUE, ...none, generation: 1, failures: 1 },
    ]);
  });

  it('is told once', () => {
    const evidence = new EvidenceToShare();
    evidence.add(ISSUE, 0, 'success', false);
    evidence.take();
    expect(evidence.take()).toEqual([]);
  });

  it('leaves out what says nothing', () => {
    const evidence = new EvidenceToShare();
    evidence.add(ISSUE, 0, 'neutral', true);
    expect(evidence.take()).toEqual([]);
  });
});
