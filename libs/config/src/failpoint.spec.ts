import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FAILPOINTS, failpoint, setFailpoint } from './index.js';

const LOADER = join(process.cwd(), 'libs', 'testing', 'src', 'load-sources.mjs');

/** Runs a process that arms one failpoint and then reaches another. */
function reach(armed: string, reached: string): { signal: string | null; output: string } {
  const code = `
    import { failpoint, setFailpoint } from '@cauce/config';
    setFailpoint(${JSON.stringify(armed)});
    process.stdout.write('before ');
    failpoint(${JSON.stringify(reached)});
    process.stdout.write('after');`;
  const { signal, stdout } = spawnSync(
    process.execPath,
    ['--no-warnings', '--import', LOADER, '--input-type=module', '--eval', code],
    { encoding: 'utf8' },
  );
  return { signal, output: stdout };
}

describe('a failpoint', () => {
  afterEach(() => setFailpoint(null));

  it('does nothing unless it is armed', () => {
    for (const name of FAILPOINTS) failpoint(name);
    setFailpoint('after_t1');
    for (const name of FAILPOINTS.slice(1)) failpoint(name);
    setFailpoint(null);
    failpoint('after_t1');
  });

  it('kills the process at once when it is reached, as kill -9 does', () => {
    expect(reach('after_t1', 'after_t1')).toEqual({ signal: 'SIGKILL', output: 'before ' });
    expect(reach('after_t1', 'before_t2_commit')).toEqual({ signal: null, output: 'before after' });
  });

  it('can be about one occasion only', () => {
    setFailpoint('after_publish_before_mark:connector.issue');
    failpoint('after_publish_before_mark');
    failpoint('after_publish_before_mark', 'connector.result');
    expect(() => setFailpoint('after_t2:connector.issue')).toThrow(RangeError);
  });

  it('refuses a name that does not exist, so that no crash test passes by mistake', () => {
    expect(() => setFailpoint('after_t2')).toThrow(
      '"after_t2" is not a failpoint; use one of after_t1',
    );
  });
});
