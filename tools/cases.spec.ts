import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testTitles } from './test-titles.ts';

const CASES = 57;
const REASON = /^not built: \S/;
/** `path`: title of a test; more follow after a semicolon. */
const HELD = /^`([^`]+)`: (.+)$/;
const NEXT = /; (?=`)/;

const rows = readFileSync(join(process.cwd(), 'docs', 'cases.md'), 'utf8')
  .split('\n')
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
  .filter(([number = '']) => /^\d+$/.test(number));

describe('docs/cases.md', () => {
  it('has every case once, in order, with what is done about it', () => {
    const numbers = Array.from({ length: CASES }, (_, at) => String(at + 1));
    expect(rows.map(([number]) => number)).toEqual(numbers);
    expect(rows.filter((row) => row.length !== 4)).toEqual([]);
  });

  it.each(rows)('%s (%s) has tests that run, or a reason', (_number, _case, _does, held = '') => {
    if (!held.startsWith('`')) {
      expect(held).toMatch(REASON);
      return;
    }
    for (const one of held.split(NEXT)) {
      const [, path = '', title = ''] = HELD.exec(one) ?? [];
      const file = join(process.cwd(), path);
      expect(existsSync(file) ? path : `no file ${path}`).toBe(path);
      expect([...testTitles(path, readFileSync(file, 'utf8'))]).toContain(title);
    }
  });
});
