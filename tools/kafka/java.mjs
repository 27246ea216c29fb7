// Java and Maven: finding them, and saying or running the command that installs them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';

/** Kafka 4 brokers need it. */
const OLDEST_JAVA = 17;
/** Exit code for what tests may skip for. */
const MISSING = 3;
const PACKAGES = ['default-jre-headless', 'maven'];

/** @returns {{ command: string, version: string }} version is all that `java -version` says */
export function findJava() {
  const home = process.env['JAVA_HOME'];
  const inHome = home === undefined ? '' : join(home, 'bin', 'java');
  const command = inHome !== '' && existsSync(inHome) ? inHome : 'java';
  const { stderr, status } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(?:1\.)?(\d+)/.exec(stderr ?? '')?.[1]);
  if (status === 0 && major >= OLDEST_JAVA) return { command, version: stderr };
  const found = status === 0 ? `this is Java ${major}` : 'it is not installed';
  throw new Problem(
    `Kafka needs Java ${OLDEST_JAVA} or later; ${found}. ${installHint()}`,
    MISSING,
  );
}

export function findMaven() {
  if (spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status === 0) return 'mvn';
  throw new Problem(
    `Kafka's jars are resolved by Maven, which is missing. ${installHint()}`,
    MISSING,
  );
}

/** As root on Debian and its kin nothing needs to be asked. */
export function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

export function install() {
  console.error(`Installing ${PACKAGES.join(' and ')} (once) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args) => spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0;
  run(['-qq', 'update']);
  if (run(['-qq', '-y', '--no-install-recommends', 'install', ...PACKAGES])) return;
  throw new Problem(`apt-get could not install Java and Maven. ${installHint()}`, MISSING);
}

function installHint() {
  if (existsSync('/etc/debian_version')) {
    const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
    return `Install both with: ${sudo}apt-get update && ${sudo}apt-get install -y ${PACKAGES.join(' ')}`;
  }
  if (process.platform === 'darwin') return 'Install both with: brew install openjdk@17 maven';
  return `Install Java ${OLDEST_JAVA} and Maven with your system's packages.`;
}
