import { ConnectorError } from '../connector-error.js';
import { CapturedLog } from './captured-log.js';

const SECRET = 'k3y-of-nobody';

describe('a captured log', () => {
  it.each<[string, () => unknown]>([
    ['prints with the console', () => console.log('key', SECRET)],
    ['writes to the output', () => process.stdout.write(`key ${SECRET}\n`)],
    ['writes bytes to the errors', () => process.stderr.write(Buffer.from(SECRET))],
    ['fails with a word too many', () => Promise.reject(new Error(`no entry with ${SECRET}`))],
    [
      'has a cause with a word too many',
      () => {
        throw new ConnectorError('busy', 'later', { cause: new Error(SECRET) });
      },
    ],
  ])('has what a connector says that %s', async (_, work) => {
    const log = new CapturedLog();
    await log.attempt('issue', work);
    expect(log.lines.join()).toContain(SECRET);
  });

  it('has nothing of what comes before and after', async () => {
    const log = new CapturedLog();
    const { log: print } = console;
    await log.attempt('issue', () => undefined);
    expect(console.log).toBe(print);
    expect(log.lines).toEqual([]);
  });
});
