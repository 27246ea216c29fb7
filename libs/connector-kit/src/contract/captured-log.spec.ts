import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { ConnectorError } from '../connector-error.js';
import { CapturedLog } from './captured-log.js';

const SECRET = 'k3y-of-nobody';

describe('a captured log', () => {
  it.each<[string, () => unknown]>([
    ['prints with the console', () => console.log('key', SECRET)],
    ['writes to the output', () => process.stdout.write(`key ${SECRET}\n`)],
    ['writes bytes to the errors', () => process.stderr.write(Buffer.from(SECRET))],
    [
      'prints once it was answered',
      async () => {
        await new Promise((resolve) => setImmediate(resolve));
        console.warn(SECRET);
      },
    ],
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

  it('has nothing of what a provider in the same process prints while it is asked', async () => {
    const print = jest.spyOn(console, 'info').mockImplementation(() => undefined);
    const provider = createServer((request, response) => {
      console.info(request.headers.authorization);
      response.end();
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const { port } = provider.address() as AddressInfo;
    const log = new CapturedLog();
    await log.attempt('issue', async () => {
      await fetch(`http://127.0.0.1:${port}`, { headers: { authorization: SECRET } });
      console.info('asked');
    });
    await new Promise((resolve) => provider.close(resolve));
    expect(log.lines).toEqual(['asked']);
    expect(print.mock.calls).toEqual([[SECRET]]);
    print.mockRestore();
  });

  it('has nothing of what comes before and after', async () => {
    const log = new CapturedLog();
    const { log: print } = console;
    await log.attempt('issue', () => undefined);
    expect(console.log).toBe(print);
    expect(log.lines).toEqual([]);
  });
});
