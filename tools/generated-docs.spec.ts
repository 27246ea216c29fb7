import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from './generated-pages.ts';

describe('docs/generated', () => {
  it('says what the code says (else run `npm run docs`)', async () => {
    for (const [name, text] of Object.entries(await generatedPages())) {
      expect(readFileSync(join(process.cwd(), 'docs', 'generated', name), 'utf8')).toBe(text);
    }
  });
});
