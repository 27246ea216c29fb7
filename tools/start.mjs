// `npm start`, `npm run demo` and `npm run cauce -- <command>`: builds what changed, then runs the
// command line of apps/cauce in this very process, so that signals reach it directly.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(`Cauce runs on Node 22.22 or later; this is ${process.version}.`);
  console.error(
    'On Linux the install step brings its own Node 24: use `npm start`. Elsewhere, install Node 24.',
  );
  process.exit(1);
}

const status = build();
if (status !== 0) {
  console.error('The build failed; the errors are above.');
  process.exit(status);
}

process.setSourceMapsEnabled(true);
if (process.argv.length === 2) process.argv.push('start');
await import(pathToFileURL(join(root, 'apps', 'cauce', 'dist', 'main.js')).href);
