import { ConnectorError } from '../connector-error.js';
import { RouteGate } from './route-gate.js';

/** Work that ends when the test says so. */
function job() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, run: () => ended };
}

const free = new AbortController().signal;

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof ConnectorError ? error.kind : String(error);
  }
}

describe('the gate of a route', () => {
  it('lets so many run and the others wait, in their order', async () => {
    const gate = new RouteGate({ running: 2, waiting: 10 });
    const started: number[] = [];
    const jobs = Array.from({ length: 5 }, job);
    const runs = jobs.map((one, index) =>
      gate.run(free, () => {
        started.push(index);
        return one.run();
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    jobs[1]?.end();
    await runs[1];
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    for (const one of jobs) one.end();
    await Promise.all(runs);
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses more than may wait', async () => {
    const gate = new RouteGate({ running: 1, waiting: 1 });
    const [first, second] = [job(), job()];
    const runs = [gate.run(free, first.run), gate.run(free, second.run)];
    expect(await kindOf(gate.run(free, async () => undefined))).toBe('busy');
    first.end();
    second.end();
    await Promise.all(runs);
    expect(await kindOf(gate.run(free, async () => undefined))).toBe('done');
  });

  it('lets nobody start whose time is over, before or while waiting', async () => {
    const gate = new RouteGate({ running: 1, waiting: 5 });
    expect(await kindOf(gate.run(AbortSignal.abort(), async () => undefined))).toBe(
      'deadline_passed',
    );
    const first = job();
    const running = gate.run(free, first.run);
    const patience = new AbortController();
    const started: string[] = [];
    const late = gate.run(patience.signal, async () => started.push('late'));
    const next = gate.run(free, async () => started.push('next'));
    patience.abort();
    expect(await kindOf(late)).toBe('deadline_passed');
    first.end();
    await Promise.all([running, next]);
    expect(started).toEqual(['next']);
  });

  it('gives its place back when the work fails', async () => {
    const gate = new RouteGate({ running: 1, waiting: 0 });
    for (let count = 0; count < 3; count += 1) {
      expect(await kindOf(gate.run(free, () => Promise.reject(new Error('x'))))).toBe('Error: x');
    }
    expect(await kindOf(gate.run(free, async () => undefined))).toBe('done');
  });
});
