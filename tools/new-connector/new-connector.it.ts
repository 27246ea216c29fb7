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
    run(folder, bin('nx'), ['g', './tools/new-connector:protocol', 'wompi', '--title', 'Wompi']);
    const changed = git(folder, 'status', '--porcelain').trim().split('\n');
    expect(changed).toEqual(['?? libs/providers/wompi/']);
    linkPackages(folder);
    expect(typeCheck(folder, 'libs/providers/wompi')).toEqual({ status: 0, text: '' });
    const red = test(folder, 'providers/wompi/');
    expect(red.text).toContain('fill in: 1 at');
    expect(red.status).toBe(1);
  }, 120_000);
});
