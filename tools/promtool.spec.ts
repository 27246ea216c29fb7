import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What is said where promtool is missing; where it is there, monitoring.spec.ts runs it. */
function promtool(...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(process.cwd(), 'tools', 'promtool.mjs'), ...args],
    { encoding: 'utf8', env: { PATH: '/nonexistent' } },
  );
  return { status, text: stdout + stderr };
}

it('tells what to install', () => {
  const said = promtool();
  expect(said.status).toBe(3);
  expect(said.text).toMatch(
    /^Alert rules are run by promtool, which is missing\. Install promtool /,
  );
});

it('tells what to install where it may install and cannot', () => {
  const said = promtool('--install');
  expect(said.status).toBe(3);
  expect(said.text).toMatch(/ Install promtool with/);
});

it('refuses what it does not know', () => {
  expect(promtool('--instal')).toMatchObject({ status: 2, text: expect.stringContaining('Usage') });
  expect(promtool('--install', 'java').status).toBe(2);
});
