// Tools of the system that tests need, taken from PATH: saying or running the command that installs them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './kafka/processes.mjs';
import { MISSING, Problem } from './problem.mjs';

const cache = join(dirname(fileURLToPath(import.meta.url)), '..', '.cache');
/** Another apt-get may be at work on the machine; it is waited for. */
const WAIT_FOR_APT_S = 300;

/**
 * @typedef {object} Packages
 * @property {string} what in words
 * @property {readonly string[]} debian names of packages; none brings another that it only recommends
 * @property {readonly string[]} brew
 * @property {readonly string[]} leftOut files of the packages that are not installed
 */

/**
 * Finds a tool. Where it is missing, and nobody needs to be asked, its packages are installed first.
 *
 * @template T
 * @param {() => T} find throws when it is missing
 * @param {Packages} packages
 * @param {boolean} mayInstall
 * @returns {Promise<T>}
 */
export async function findOrInstall(find, packages, mayInstall) {
  try {
    return find();
  } catch (problem) {
    if (!mayInstall || !canInstall()) throw problem;
  }
  mkdirSync(cache, { recursive: true });
  return await withLock(join(cache, 'apt.lock'), async () => {
    try {
      return find();
    } catch {
      install(packages);
      return find();
    }
  });
}

/** @param {string} sentence what is missing, and for what @param {Packages} packages */
export function missing(sentence, packages) {
  return new Problem(`${sentence} ${installHint(packages)}`, MISSING);
}

/** As root on Debian and its kin nothing needs to be asked. */
function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/** @param {Packages} packages */
function install(packages) {
  const { what, debian, leftOut } = packages;
  console.error(`Installing ${what} (once) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args) => spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0;
  const options = [
    `DPkg::Lock::Timeout=${WAIT_FOR_APT_S}`,
    ...leftOut.map((path) => `DPkg::Options::=--path-exclude=${path}`),
  ].flatMap((option) => ['-o', option]);
  run(['-qq', 'update']);
  if (run(['-qq', '-y', '--no-install-recommends', ...options, 'install', ...debian])) return;
  throw missing(`apt-get could not install ${what}.`, packages);
}

/** @param {Packages} packages */
function installHint({ what, debian, brew }) {
  if (existsSync('/etc/debian_version')) {
    const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
    const names = ['--no-install-recommends', ...debian].join(' ');
    return `Install ${what} with: ${sudo}apt-get update && ${sudo}apt-get install -y ${names}`;
  }
  if (process.platform === 'darwin') return `Install ${what} with: brew install ${brew.join(' ')}`;
  return `Install ${what} with your system's packages.`;
}
