import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractReport } from '@cauce/connector-kit';
import { until } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { PretendLibreta } from './fixtures/cauce-connector-example/provider.js';
import { balances, grossReceivable } from './invariants.js';

const PACKAGE = 'cauce-connector-example';
/** The same one, which breaks the contract in three places. */
const HOPEFUL = 'cauce-connector-hopeful';
/** The same one, over a provider that does less than most. */
const TERSE = 'cauce-connector-terse';
/** Its world is of the first version of the contract. */
const OLDER = 'cauce-connector-older';
/** Tills ask it, and its world plays none. */
const TILLS = 'cauce-connector-tills';
const MAIN = join(process.cwd(), 'apps', 'cauce', 'dist', 'main.js');
const KEY = 'libreta-key-of-nobody';

/** A folder in which the packages are installed, as `npm install <folder>` does it: with links. */
function installation(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cauce-plugin-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of [PACKAGE, HOPEFUL, TERSE, OLDER, TILLS]) {
    const source = join(process.cwd(), 'e2e', 'fixtures', name);
    symlinkSync(source, join(folder, 'node_modules', name), 'dir');
  }
  return folder;
}

function commandLine(folder: string, args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
}

describe('a connector from outside', () => {
  const folder = installation();
  let shop: PretendLibreta;
  let cauce: CauceProcess;

  beforeAll(async () => {
    shop = await new PretendLibreta(KEY).open();
    const variables = {
      CAUCE_CONNECTORS: PACKAGE,
      CAUCE_TIENDA_KEY: KEY,
      CAUCE_TIENDA_API_URL: shop.url,
    };
    cauce = await CauceProcess.start(variables, folder);
  }, 90_000);
  afterAll(async () => {
    await cauce?.stop();
    await shop.close();
    rmSync(folder, { recursive: true });
  });

  it('is loaded by its name, and takes money like any other', async () => {
    const { body } = await cauce.api().create({ methods: ['tienda'] });
    const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
    expect(payment.attempts).toMatchObject([{ route: 'tienda.libreta', outcome: 'done' }]);
    await shop.pay(payment.instruction?.code ?? '');
    await cauce.api().paymentWithStatus(payment.id, 'paid');
    await until(
      () => balances(cauce.api('operator')),
      (accounts) =>
        accounts.has('psp.tienda.libreta.receivable') && grossReceivable(accounts) === 8_500_000,
    );
  }, 60_000);

  it('is a fallback, and has fallbacks, like any other', async () => {
    shop.faults.push({ operation: 'issue', kind: 'reject' });
    const { body } = await cauce.api().create({ methods: ['tienda', 'efecty'] });
    const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
    expect(payment.attempts).toMatchObject([
      { route: 'tienda.libreta', outcome: 'rejected' },
      { route: 'efecty.epayco', outcome: 'done' },
    ]);
  }, 60_000);

  it('keeps the contract, says the command that an author runs, and writes a report', () => {
    const reports = join(folder, 'reports');
    const { status, stdout } = commandLine(folder, [
      'connector',
      'test',
      PACKAGE,
      '--report',
      reports,
    ]);
    expect(stdout).toContain('tienda.libreta keeps the contract');
    expect(status).toBe(0);
    const text = readFileSync(join(reports, 'report.json'), 'utf8');
    const [report] = (JSON.parse(text) as { reports: ContractReport[] }).reports;
    expect(report).toMatchObject({ route: 'tienda.libreta', isPassed: true });
    expect(report?.capabilities.find(({ name }) => name === 'cancel')).toEqual({
      name: 'cancel',
      isOffered: false,
      isHeld: false,
      passed: 0,
      failed: 0,
      notOffered: 0,
    });
    expect(readFileSync(join(reports, 'report.txt'), 'utf8')).toContain('callbacks      8 passed');
  }, 60_000);

  it('keeps the contract over a provider that does less, and is told what was not asked of it', () => {
    const reports = join(folder, 'terse');
    const { status, stdout } = commandLine(folder, [
      ...['connector', 'test', TERSE, '--report', reports],
    ]);
    expect(stdout).toContain('tienda.libreta keeps the contract');
    expect(status).toBe(0);
    const text = readFileSync(join(reports, 'report.json'), 'utf8');
    const [report] = (JSON.parse(text) as { reports: ContractReport[] }).reports;
    const cases = report?.cases ?? [];
    const left = cases.filter(({ notOffered }) => notOffered !== null);
    expect(left.filter(({ capability }) => capability === 'callbacks')).toMatchObject([
      { name: expect.stringContaining('the payment that came later'), failure: null },
      { name: expect.stringContaining('before the answer to the issue'), failure: null },
    ]);
    expect(left.map(({ name }) => name)).toContain('says reversed once it was taken back');
    expect(cases.map(({ name }) => name)).toContain(
      'says absent once its time is over and nobody has paid, however often it is asked',
    );
    const readable = readFileSync(join(reports, 'report.txt'), 'utf8');
    expect(readable).toMatch(/callbacks +6 passed, 2 not offered/);
    expect(stdout).toMatch(
      /-- +callbacks +reads a callback that comes before.*not offered: the prov/,
    );
  }, 60_000);

  it('is told what it breaks, capability by capability, when it does not keep the contract', () => {
    const reports = join(folder, 'broken');
    const args = ['connector', 'test', HOPEFUL, '--report', reports];
    const { status, stdout } = commandLine(folder, args);
    expect(status).toBe(1);
    expect(stdout).toContain('tienda.libreta does not keep the contract');
    expect(stdout).toMatch(/FAIL status +takes a state that it does not know for an error/);
    expect(stdout).toMatch(/ {2}status +\d+ passed, 1 FAILED/);
    const text = readFileSync(join(reports, 'report.json'), 'utf8');
    const [report] = (JSON.parse(text) as { reports: ContractReport[] }).reports;
    const broken = report?.cases.filter(({ failure }) => failure !== null);
    expect(report?.isPassed).toBe(false);
    expect(broken?.map(({ capability, name }) => [capability, name])).toEqual([
      [
        'issue',
        'asked by itself for an amount one step below the smallest, issues the whole of it or refuses it',
      ],
      ['status', 'takes a state that it does not know for an error, never for a default'],
      [
        'records',
        'lets neither credentials nor payer data into the log while it issues, whatever happens',
      ],
      ['records', 'lets neither credentials nor payer data into the log while it reads callbacks'],
    ]);
    const failed = report?.capabilities.filter((one) => one.failed > 0);
    expect(failed?.map((one) => [one.name, one.failed])).toEqual([
      ['issue', 1],
      ['status', 1],
      ['records', 2],
    ]);
    const readable = readFileSync(join(reports, 'report.txt'), 'utf8');
    expect(readable).toMatch(/records +\d+ passed, 2 FAILED/);
    expect(readable).toContain('status: takes a state that it does not know for an error');
    expect(readable).toContain('AssertionError: expected unknown, but it was done');
  }, 60_000);

  it('is told once what its world lacks, when that is of an earlier version of the contract', () => {
    const { status, stdout, stderr } = commandLine(folder, ['connector', 'test', OLDER]);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      `${OLDER}/contract: the world lacks what version 2 of the contract asks for: \`respelt\` (`,
    );
    for (const name of ['receivedFor', 'expire', 'callbacksAbout', 'tell']) {
      expect(stderr).toContain(`\`driver.${name}\` (`);
    }
    expect(stderr).not.toContain('TypeError');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }, 60_000);

  it('is told what is not held of a route with tills, and that these need somebody to play them', () => {
    const { status, stdout } = commandLine(folder, ['connector', 'test', TILLS]);
    expect(status).toBe(1);
    expect(stdout.match(/FAIL .*/g)).toEqual([
      expect.stringMatching(/^FAIL tills +has a till that asks/),
    ]);
    expect(stdout).toMatch(
      / {2}issue +\d+ passed\n {2}status +not held here\n {2}records +1 passed/,
    );
    expect(stdout).toMatch(/ {2}cancel +not offered\n {2}callbacks +not held here/);
  }, 60_000);

  it.each([
    [['connector', 'test', 'not-there'], 1, 'not-there/contract is not installed'],
    [['connector', 'test', '@cauce/connector-efecty'], 1, 'has no such entry'],
    [['connector', 'test'], 2, 'name one package'],
  ])('says why %j cannot be done', (args, code, text) => {
    const { status, stderr } = commandLine(folder, args);
    expect(stderr).toContain(text);
    expect(status).toBe(code);
  });

  it('keeps Cauce from starting when it is not there, and says so', () => {
    const env = { CAUCE_CONNECTORS: `${PACKAGE},not-there`, CAUCE_DATA_DIR: folder };
    const { status, stderr } = commandLine(folder, ['start'], env);
    expect(stderr).toContain('CAUCE_CONNECTORS: not-there is not installed: npm install it');
    expect(stderr).not.toContain(PACKAGE);
    expect(status).toBe(1);
  });
});
