import { CallCounts } from './call-counts.js';

const issue = (received: number, inFlight: number, mostInFlight: number) => ({
  ...{ protocol: 'epayco', operation: 'issue', received, inFlight, mostInFlight },
});

describe('counts of calls', () => {
  it('tell how many came, how many wait, and how many waited at most', () => {
    const counts = new CallCounts();
    const ends = [1, 2, 3].map(() => counts.begin('epayco', 'issue'));
    ends[0]?.();
    ends[1]?.();
    counts.begin('epayco', 'issue')();
    expect(counts.all()).toEqual([issue(4, 1, 3)]);
  });

  it('are kept for each operation of each provider', () => {
    const counts = new CallCounts();
    counts.begin('epayco', 'issue');
    counts.begin('payu', 'issue')();
    counts.begin('epayco', 'status');
    expect(
      counts.all().map(({ protocol, operation, inFlight }) => [protocol, operation, inFlight]),
    ).toEqual([
      ['epayco', 'issue', 1],
      ['payu', 'issue', 0],
      ['epayco', 'status', 1],
    ]);
  });

  it('begin anew with what is still in flight', () => {
    const counts = new CallCounts();
    const end = counts.begin('epayco', 'issue');
    counts.begin('epayco', 'issue')();
    counts.reset();
    expect(counts.all()).toEqual([issue(0, 1, 1)]);
    end();
    expect(counts.all()).toEqual([issue(0, 0, 1)]);
  });
});
