import { spawnSync } from 'node:child_process';

/** Nothing here is timed: the benchmark compares its answers with those of its reference before it times any. */
it('the benchmark of routing still compares like with like', () => {
  const few = ['--seconds', '0.01', '--rounds', '1', '--payments', '100'];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/routing.ts', ...few], {
    encoding: 'utf8',
  });
  expect(`${status} ${stderr}`).toMatch(/^0 /);
  expect(stdout.match(/ rules .*× reference/g)).toHaveLength(3);
});
