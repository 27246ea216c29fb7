// Java and Maven: finding them, or installing them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstall, missing } from '../system-tools.mjs';

/** Kafka 4 brokers need it. */
const OLDEST_JAVA = 17;
const PACKAGES = {
  what: `Java ${OLDEST_JAVA} and Maven`,
  debian: ['default-jre-headless', 'maven'],
  brew: ['openjdk@17', 'maven'],
  leftOut: [],
};

/**
 * @param {boolean} mayInstall where nobody needs to be asked
 * @returns {Promise<{ command: string, version: string }>} version is all that `java -version` says
 * @throws {Problem}
 */
export function javaOf(mayInstall) {
  return findOrInstall(findJava, PACKAGES, mayInstall);
}

/** @param {boolean} mayInstall where nobody needs to be asked @throws {Problem} */
export function mavenOf(mayInstall) {
  return findOrInstall(findMaven, PACKAGES, mayInstall);
}

function findJava() {
  const home = process.env['JAVA_HOME'];
  const inHome = home === undefined ? '' : join(home, 'bin', 'java');
  const command = inHome !== '' && existsSync(inHome) ? inHome : 'java';
  const { stderr, status } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(?:1\.)?(\d+)/.exec(stderr ?? '')?.[1]);
  if (status === 0 && major >= OLDEST_JAVA) return { command, version: stderr };
  const found = status === 0 ? `this is Java ${major}` : 'it is not installed';
  throw missing(`Kafka needs Java ${OLDEST_JAVA} or later; ${found}.`, PACKAGES);
}

function findMaven() {
  if (spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status === 0) return 'mvn';
  throw missing("Kafka's jars are resolved by Maven, which is missing.", PACKAGES);
}
