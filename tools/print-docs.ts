/**
 * Prints the tables of docs/generated from the code that they describe.
 *
 *   npm run docs             writes them
 *   node tools/print-docs.ts --check   ends with 1 when a committed table differs
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from './generated-pages.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'generated');
const isCheck = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });

const stale: string[] = [];
for (const [name, text] of Object.entries(await generatedPages())) {
  const path = join(folder, name);
  if (isCheck) {
    if (readOrEmpty(path) !== text) stale.push(name);
  } else {
    writeFileSync(path, text);
    console.log(`docs/generated/${name}`);
  }
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run \`npm run docs\` and commit the result.`);
  process.exitCode = 1;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
