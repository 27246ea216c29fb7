// `npm run build`: compiles what changed. Connectors are found by their folders, so that a new one needs no line here.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');

/** What `tsc -b` is told to build: the references of the root, and every connector. */
export function builtProjects() {
  const connectors = readdirSync(join(root, 'apps'))
    .filter((name) => name.startsWith('connector-'))
    .map((name) => join('apps', name))
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
  return ['.', ...connectors];
}

/** @returns the exit code of the compiler */
export function build() {
  const { status } = spawnSync(
    join(root, 'node_modules', '.bin', 'tsc'),
    ['-b', ...builtProjects()],
    { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' },
  );
  return status ?? 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = build();
