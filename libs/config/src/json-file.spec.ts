import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonFile } from './json-file.js';

describe('a variable that names a JSON file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-json-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function read(text: string | null) {
    const path = join(folder, 'file.json');
    if (text !== null) writeFileSync(path, text);
    return jsonFile(z.array(z.number())).safeParse(path);
  }

  it('is what the file holds', () => {
    expect(read('[1, 2]').data).toEqual([1, 2]);
  });

  it.each([
    ['is not there', null, /^cannot be read as JSON: /],
    ['is no JSON', '[', /^cannot be read as JSON: .*JSON/],
    ['is of another form', '["a"]', /expected number/],
  ])('is refused when the file %s', (_, text, message) => {
    expect(read(text).error?.issues[0]?.message).toMatch(message);
  });
});
