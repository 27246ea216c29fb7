import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const ROOT = process.cwd();
const COPIED = ['apps', 'libs', 'tools', 'nx.json', 'package.json', 'tsconfig.json'];
/** No process of these takes as long. */
const PROCESS_MS = 240_000;
const LEFT_OUT = ['node_modules', 'dist', '.cache', '.cauce', '.nx'];
const CONFIGS = ['tsconfig.base.json', 'jest.config.mjs', '.prettierrc.json', '.gitignore'];

/** The repository without what is built, with the installed packages linked, as a fresh clone has them. */
function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cauce-new-'));
  for (const name of [...COPIED, ...CONFIGS]) {
    cpSync(join(ROOT, name), join(folder, name), {
      recursive: true,
      filter: (source) => !LEFT_OUT.includes(basename(source)),
    });
  }
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '@cauce') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  linkPackages(folder);
  git(folder, 'init', '--quiet');
  keep(folder);
  return folder;
}

/** What `npm install` does with packages of the workspace. */
function linkPackages(folder: string): void {
  const scope = join(folder, 'node_modules', '@cauce');
  rmSync(scope, { recursive: true, force: true });
  mkdirSync(scope);
  for (const parent of ['apps', 'libs', join('libs', 'providers')]) {
    for (const name of readdirSync(join(folder, parent))) {
      const path = join(folder, parent, name);
      const manifest = readOr(null, join(path, 'package.json'));
      if (manifest === null) continue;
      const { name: called } = JSON.parse(manifest) as { name: string };
      symlinkSync(path, join(scope, called.replace('@cauce/', '')));
    }
  }
}

function readOr(otherwise: null, path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

function run(folder: string, command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: PROCESS_MS,
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env['PATH']].join(':'),
      NX_DAEMON: 'false',
    },
  });
  return { status, text: `${stdout}${stderr}` };
}

function git(folder: string, ...args: string[]): string {
  return run(folder, 'git', args).text;
}

/** What there is from now on is no change. */
function keep(folder: string): void {
  git(folder, 'add', '.');
  git(
    folder,
    '-c',
    'user.name=x',
    '-c',
    'user.email=x@example.com',
    'commit',
    '--quiet',
    '-m',
    'x',
  );
}

const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name);

function test(folder: string, pattern: string) {
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(folder, 'jest.one.config.mjs');
  writeFileSync(
    config,
    `import all from './jest.config.mjs';
const { displayName, globalSetup, globalTeardown, ...project } = all.projects[1];
export default { ...project, testMatch: ['<rootDir>/{apps,libs}/**/*.{contract,spec}.ts'] };
`,
  );
  const args = ['--experimental-vm-modules', '--no-warnings', jest, '--config', config];
  return run(folder, process.execPath, [...args, '--testPathPatterns', pattern]);
}

/** The check of types, of one folder and all that it imports. */
function typeCheck(folder: string, project: string) {
  const config = join(folder, 'tsconfig.one.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: './tsconfig.base.json',
      compilerOptions: {
        noEmit: true,
        composite: false,
        incremental: false,
        declaration: false,
        declarationMap: false,
        types: ['node', 'jest'],
        customConditions: ['@cauce/source'],
      },
      include: [`${project}/src/**/*.ts`],
    }),
  );
  return run(folder, bin('tsc'), ['-p', config]);
}

describe('a connector that is generated', () => {
  const folder = workspace();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is a rail in one folder, which is complete and red, and green route by route as its blanks are filled', () => {
    const generator = './tools/new-connector:rail';
    const over = '--protocols=epayco,payvalida,mercadopago,payu';
    const made = run(folder, bin('nx'), ['g', generator, 'gana', '--title', 'Gana', over]);
    expect(made.text).toContain('fill in the blanks of apps/connector-gana/src/gana.connector.ts');
    const changed = git(folder, 'status', '--porcelain').trim().split('\n');
    expect(changed).toEqual(['?? apps/connector-gana/']);
    linkPackages(folder);
    expect(typeCheck(folder, 'apps/connector-gana')).toEqual({ status: 0, text: '' });
    expect(run(folder, bin('prettier'), ['--check', 'apps/connector-gana']).status).toBe(0);
    const red = test(folder, 'connector-gana/.*contract');
    expect(red.text).toContain('fill in NETWORKS in gana.connector.ts');
    expect(red.text).toMatch(/Test Suites: +4 failed, 4 total/);
    const blank = join(folder, 'apps', 'connector-gana', 'src', 'gana.connector.ts');
    const fill = (name: string, none: string, network: string) => {
      const text = readFileSync(blank, 'utf8');
      writeFileSync(blank, text.replace(`${name}: ${none},`, `${name}: '${network}',`));
    };
    fill('epayco', "''", 'gana');
    fill('payvalida', "''", 'gana');
    const half = test(folder, 'connector-gana/');
    expect(half.text).toMatch(/Test Suites: +2 failed, 3 passed, 5 total/);
    // The pretend ones have no other counters than these.
    fill('mercadopago', "''", 'efecty');
    fill('payu', 'null', 'EFECTY');
    const green = test(folder, 'connector-gana/.*(mercadopago|payu)');
    expect(green.text).toMatch(/Tests: +\d+ passed, \d+ total/);
    expect(green.status).toBe(0);
    expect(run(folder, bin('nx'), ['g', generator, 'gana']).text).toContain('is there already');
  }, 480_000);

  it.each([
    ['swift', 'no rail can be generated over swift'],
    ['epayco,', 'no rail can be generated over nothing'],
    ['pse_avanza', 'pse_avanza is PSE at banks, no counter'],
    ['', '--protocols must be some of epayco, mercadopago, payu, payvalida, with commas'],
  ])(
    'is no rail over %j, and says what could be',
    (protocols, problem) => {
      const args = ['g', './tools/new-connector:rail', 'otro', `--protocols=${protocols}`];
      const { status, text } = run(folder, bin('nx'), args);
      expect(text).toContain(problem);
      expect(text).toContain('some of epayco, mercadopago, payu, payvalida, with commas');
      expect(status).toBe(1);
    },
    120_000,
  );

  it('is a protocol in one folder, which is complete and red', () => {
    keep(folder);
    const generator = './tools/new-connector:protocol';
    const offers = '--capabilities=callbacks,cancel,banks,settlements';
    run(folder, bin('nx'), ['g', generator, 'wompi', '--title', 'Wompi', offers]);
    const changed = git(folder, 'status', '--porcelain').trim().split('\n');
    expect(changed).toEqual(['?? libs/providers/wompi/']);
    linkPackages(folder);
    expect(typeCheck(folder, 'libs/providers/wompi')).toEqual({ status: 0, text: '' });
    expect(run(folder, bin('prettier'), ['--check', 'libs/providers/wompi']).status).toBe(0);
    const red = test(folder, 'providers/wompi/');
    expect(red.text).toContain('fill in: nothing fails any more');
    expect(casesIn(red.text)).toEqual({ failed: expect.any(Number), passed: 4 });
    expect(red.status).toBe(1);
    const wrong = run(folder, bin('nx'), ['g', generator, 'otro', '--capabilities=refunds']);
    expect(wrong.text).toContain('there is no refunds; it must be some of cancel, callbacks');
  }, 240_000);

  it('is a protocol that is red until the last blank of what it declares is filled', () => {
    keep(folder);
    const generator = './tools/new-connector:protocol';
    run(folder, bin('nx'), ['g', generator, 'bold', '--capabilities=callbacks']);
    linkPackages(folder);
    const source = join(folder, 'libs', 'providers', 'bold', 'src');
    const example = join(ROOT, 'e2e', 'fixtures', 'cauce-connector-example');
    cpSync(example, join(source, 'example'), { recursive: true });
    /** Both sides are there, but for what is left as it was made. */
    const fill = (left: string) =>
      writeFileSync(join(source, 'contract', 'bold-world.ts'), filledWorld(left));
    const seen = (left: string) => {
      fill(left);
      const { status, text } = test(folder, 'providers/bold/');
      return { status, ...casesIn(text), text };
    };
    const { passed: all, text, ...whole } = seen('');
    expect(text).toMatch(/Tests: +\d+ passed/);
    expect(whole).toEqual({ status: 0, failed: 0 });
    for (const left of ['issue: made.issue', 'readStatus: made.readStatus']) {
      expect(seen(left)).toMatchObject({ status: 1, failed: expect.any(Number) });
    }
    const without = seen('readCallback: undefined');
    expect(without.text).toContain('✕ offers callbacks');
    expect(without).toMatchObject({ status: 1, failed: 1 });
    const blank = seen('readCallback: made.readCallback');
    expect(blank.status).toBe(1);
    expect(blank.failed).toBeGreaterThan(5);
    expect(blank.passed + blank.failed).toBe(all);
  }, 480_000);
});

/** How many cases of a run failed and passed. */
function casesIn(text: string): { failed: number; passed: number } {
  const count = (word: string) =>
    Number(new RegExp(`Tests: .*?(\\d+) ${word}`).exec(text)?.[1] ?? 0);
  return { failed: count('failed'), passed: count('passed') };
}

/** The world of the example, whose connector has every member but what is left of the one that was made. */
function filledWorld(left: string): string {
  return `import { openContractWorlds } from '../example/contract.js';
import { boldConnector } from '../bold.connector.js';

export async function openBoldWorld() {
  const [world] = await openContractWorlds();
  const made = boldConnector({ ...world.connector, apiUrl: 'http://127.0.0.1', key: 'key' });
  const filled = (connector) => ({ ...connector, ...{ ${left} } });
  return {
    ...world,
    connector: filled(world.connector),
    freshConnector: () => filled(world.freshConnector()),
    withWrongKeys: () => filled(world.withWrongKeys()),
  };
}
`;
}
