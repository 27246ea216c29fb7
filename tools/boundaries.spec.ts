import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Proof that lint refuses what the import table forbids, and lets the rest pass. */
const bin = (name: string) => join(process.cwd(), 'node_modules', '.bin', name);
const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' };

beforeAll(() => {
  spawnSync(bin('nx'), ['show', 'projects'], { env }); // leaves the project graph that the rule reads
});

function lint(path: string, text: string): string[] {
  const { stdout } = spawnSync(
    bin('eslint'),
    ['--stdin', '--stdin-filename', path, '--format', 'json'],
    { env, input: text, encoding: 'utf8' },
  );
  const [result] = JSON.parse(stdout) as { messages: { ruleId: string }[] }[];
  return result?.messages.map((message) => message.ruleId) ?? ['no result'];
}

describe('module boundaries in lint', () => {
  it.each([
    ['a pure library that imports the database', 'libs/money/src/forbidden.ts', '@cauce/database'],
    ['a service that imports another', 'apps/router/src/forbidden.ts', '@cauce/ledger'],
    [
      'the kit that imports a provider',
      'libs/connector-kit/src/forbidden.ts',
      '@cauce/provider-epayco',
    ],
    ['the sandbox that imports the kit', 'apps/sandbox/src/forbidden.ts', '@cauce/connector-kit'],
    [
      'a provider that imports messaging',
      'libs/providers/epayco/src/forbidden.ts',
      '@cauce/messaging',
    ],
  ])(
    'refuse %s',
    (_, path, target) => {
      const rules = lint(path, `import * as forbidden from '${target}';\nvoid forbidden;\n`);
      expect(rules).toContain('@nx/enforce-module-boundaries');
    },
    60_000,
  );

  it('let a service import the money library', () => {
    const text =
      "import { money } from '@cauce/money';\n\nexport const nothing = money(0n, 'COP');\n";
    expect(lint('apps/router/src/allowed.ts', text)).toEqual([]);
  }, 60_000);
});
