import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routerConfig, routerConfigSchema } from '../config.js';

describe('the rules that a new database begins with', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-rules-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function read(text: string | null) {
    const path = join(folder, 'rules.json');
    if (text !== null) writeFileSync(path, text);
    return routerConfigSchema.safeParse({ CAUCE_ROUTING_RULES_FILE: path });
  }

  it('are those of the file', () => {
    const rule = { name: 'payu', then: { prefer: ['*.payu'] } };
    const { data } = read(JSON.stringify({ rules: [rule] }));
    expect(data && routerConfig(data).firstRules).toEqual({ rules: [{ ...rule, when: {} }] });
  });

  it('are none where there is no file', () => {
    expect(routerConfig(routerConfigSchema.parse({})).firstRules).toEqual({ rules: [] });
  });

  it.each([
    ['is not there', null, /^cannot be read as JSON/],
    ['is no JSON', '{', /cannot be read as JSON/],
    ['has no rules', '{}', /expected array/],
    ['has a rule without an action', '{"rules":[{"name":"a","then":{}}]}', /exactly one of/],
  ])('are refused from a file that %s, by the variable’s name', (_, text, message) => {
    const [issue] = read(text).error?.issues ?? [];
    expect(issue?.path[0]).toBe('CAUCE_ROUTING_RULES_FILE');
    expect(issue?.message).toMatch(message);
  });
});
