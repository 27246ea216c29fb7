import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CASES = 57;
const REASON = /^not built: \S/;
const HELD = /^`([^`]+)`: (.+)$/;

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

  it.each(rows)('%s (%s) has a test that is there, or a reason', (_number, _case, _does, held) => {
    const [, path = '', name = ''] = HELD.exec(held ?? '') ?? [];
    if (path === '') {
      expect(held).toMatch(REASON);
      return;
    }
    const file = join(process.cwd(), path);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(name);
  });
});
