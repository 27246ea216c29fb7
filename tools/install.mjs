// Runs before `npm start`, `npm test` and `npm run demo`: installs what the lock file names, once per
// lock file. It runs on the machine's own Node (20 or later) and therefore uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.cauce-installed');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Cauce needs Node 20.19 or later to install itself; this is ${process.version}.`);
  console.error('Install a current Node (https://nodejs.org) and run the command again.');
  process.exit(1);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('Installing dependencies (only when package-lock.json changed; about a minute) …');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'npm ci failed. Read the lines above, repair the cause and run the command again.',
    );
    process.exit(result.status ?? 1);
  }
  writeFileSync(stamp, lock);
}
