// `node tools/promtool.mjs [--install]`: whether promtool, which runs alert rules, is there. Exit codes: 0 it is,
// 2 misused, 3 it is missing; then standard output says which command installs it.
import { spawnSync } from 'node:child_process';
import { Problem } from './problem.mjs';
import { findOrInstall, missing } from './system-tools.mjs';

/** Of the package only the tool is wanted: without these files no server is started, now or at the next boot. */
const PACKAGES = {
  what: 'promtool',
  debian: ['prometheus'],
  brew: ['prometheus'],
  leftOut: [
    '/etc/init.d/prometheus',
    '/lib/systemd/system/prometheus.service',
    '/usr/lib/systemd/system/prometheus.service',
  ],
};

function findPromtool() {
  if (spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0) return;
  throw missing('Alert rules are run by promtool, which is missing.', PACKAGES);
}

const [option, ...rest] = process.argv.slice(2);
try {
  if ((option !== undefined && option !== '--install') || rest.length > 0) {
    throw new Problem('Usage: node tools/promtool.mjs [--install]', 2);
  }
  await findOrInstall(findPromtool, PACKAGES, option === '--install');
} catch (problem) {
  if (!(problem instanceof Problem)) throw problem;
  console.log(problem.message);
  process.exitCode = problem.exitCode;
}
