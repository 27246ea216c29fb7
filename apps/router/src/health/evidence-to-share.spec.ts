import { fixedClock } from '@cauce/testing';
import { EvidenceToShare, type SharedEvidence } from './evidence-to-share.js';

const SETTINGS = { slowMs: 1_000, windowMs: 30_000 };
const ISSUE = { route: 'efecty.epayco', operation: 'issue' } as const;
const NONE = {
  successes: 0,
  slowSuccesses: 0,
  failures: 0,
  slowFailures: 0,
  lockedOut: 0,
  successMs: 0,
};

describe('what a process tells the others of its calls', () => {
  const clock = fixedClock('2026-11-24T15:00:00Z');

  function open() {
    const evidence = new EvidenceToShare(SETTINGS, () => clock.now());
    const told = async () => {
      let all: readonly SharedEvidence[] = [];
      await evidence.tell(async (one) => void (all = one));
      return all;
    };
    const failsToTell = () =>
      expect(evidence.tell(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    return { evidence, told, failsToTell };
  }

  it('is counted by route, operation and generation', async () => {
    const { evidence, told } = open();
    evidence.add(ISSUE, 0, { verdict: 'success', durationMs: 100 });
    evidence.add(ISSUE, 0, { verdict: 'success', durationMs: 1_000 });
    evidence.add(ISSUE, 0, { verdict: 'failure', durationMs: 1_000 });
    evidence.add(ISSUE, 1, { verdict: 'failure', durationMs: 100 });
    expect(await told()).toEqual([
      {
        ...ISSUE,
        ...NONE,
        generation: 0,
        successes: 1,
        slowSuccesses: 1,
        slowFailures: 1,
        successMs: 1_100,
      },
      { ...ISSUE, ...NONE, generation: 1, failures: 1 },
    ]);
  });

  it('is told once', async () => {
    const { evidence, told } = open();
    evidence.add(ISSUE, 0, { verdict: 'success', durationMs: 100 });
    await told();
    expect(await told()).toEqual([]);
  });

  it('is told again when it could not be told, with what came meanwhile', async () => {
    const { evidence, told, failsToTell } = open();
    evidence.add(ISSUE, 0, { verdict: 'failure', durationMs: 100 });
    evidence.add(ISSUE, 1, { verdict: 'failure', durationMs: 100 });
    const telling = failsToTell();
    evidence.add(ISSUE, 0, { verdict: 'failure', durationMs: 100 });
    await telling;
    await failsToTell();
    evidence.add(ISSUE, 0, { verdict: 'success', durationMs: 100 });
    expect(await told()).toEqual([
      { ...ISSUE, ...NONE, generation: 0, failures: 2, successes: 1, successMs: 100 },
      { ...ISSUE, ...NONE, generation: 1, failures: 1 },
    ]);
    expect(await told()).toEqual([]);
  });

  it('is forgotten when it could not be told for as long as calls count', async () => {
    const { evidence, told, failsToTell } = open();
    evidence.add(ISSUE, 0, { verdict: 'failure', durationMs: 100 });
    await failsToTell();
    clock.advance(30_001);
    expect(await told()).toEqual([]);
    evidence.add(ISSUE, 0, { verdict: 'failure', durationMs: 100 });
    expect(await told()).toHaveLength(1);
  });

  it('is forgotten alone: what came later to the same breaker is told', async () => {
    const { evidence, told, failsToTell } = open();
    const failure = { verdict: 'failure', durationMs: 100 } as const;
    evidence.add(ISSUE, 0, failure);
    for (let second = 1; second <= 31; second += 1) {
      await failsToTell();
      clock.advance(1_000);
      evidence.add(ISSUE, 0, failure);
    }
    const [known, ...others] = await told();
    expect(others).toEqual([]);
    // Of 32, the first is too old, with those of the same tenth of the window.
    expect(known?.failures).toBeLessThan(32);
    expect(known?.failures).toBeGreaterThanOrEqual(29);
  });

  it('leaves out what says nothing', async () => {
    const { evidence, told } = open();
    evidence.add(ISSUE, 0, { verdict: 'neutral', durationMs: 1_000 });
    expect(await told()).toEqual([]);
  });
});
