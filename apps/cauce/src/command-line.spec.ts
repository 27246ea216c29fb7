import { ConfigError } from '@cauce/config';
import { InUseError } from '@cauce/database';
import { CommandRefused, UsageError, type Command, type CommandCall } from './command.js';
import { COMMANDS } from './commands.js';
import { typed } from './fixtures/typed.js';
import { VERSION } from './version.js';

/** Commands that print what reached them. */
const echo = (name: string, more: Partial<Command> = {}): Command => ({
  summary: `does ${name}`,
  run: async (env, { args, options, out }: CommandCall) => {
    out.write(JSON.stringify({ name, args, options, env }));
    return 0;
  },
  ...more,
});
const failing = (error: unknown): Command => ({
  summary: 'fails',
  run: () => Promise.reject(error),
});

const SAMPLE: Record<string, Command> = {
  start: echo('start'),
  paint: echo('paint', { usage: '<colour>', options: { coats: { type: 'string' } } }),
  'paint door': echo('paint door', {
    usage: '[colour]',
    options: { inside: { type: 'boolean' }, coats: { type: 'string', short: 'c' } },
  }),
  'door open': echo('door open'),
  'door shut': echo('door shut'),
  serve: { summary: 'goes on', run: () => Promise.resolve(null) },
  check: { summary: 'finds something', run: () => Promise.resolve(1) },
};

async function reached(argv: string[], env = {}) {
  const { code, out, err } = await typed(argv, env, SAMPLE);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as { name: string; args: string[]; options: object; env: object };
}

describe('a command line', () => {
  it.each<[string[], string, string[], object]>([
    [[], 'start', [], {}],
    [['start'], 'start', [], {}],
    [['paint', 'red'], 'paint', ['red'], {}],
    [['paint', 'red', 'blue'], 'paint', ['red', 'blue'], {}],
    [['paint', '--coats', '2', 'red'], 'paint', ['red'], { coats: '2' }],
    [['paint', '--coats=2'], 'paint', [], { coats: '2' }],
    [['paint', 'door'], 'paint door', [], {}],
    [
      ['paint', 'door', 'red', '--inside', '-c', '2'],
      'paint door',
      ['red'],
      { inside: true, coats: '2' },
    ],
    [['paint', 'door', '--', '--inside'], 'paint door', ['--inside'], {}],
    [['door', 'shut'], 'door shut', [], {}],
  ])('%j runs %s with %j and %j', async (argv, name, args, options) => {
    expect(await reached(argv)).toMatchObject({ name, args, options });
  });

  it('hands the environment on', async () => {
    expect((await reached(['start'], { CAUCE_HOST: '::1' })).env).toEqual({ CAUCE_HOST: '::1' });
  });

  it('ends with the code of the command, or runs on', async () => {
    expect(await typed(['check'], {}, SAMPLE)).toEqual({ code: 1, out: '', err: '' });
    expect(await typed(['serve'], {}, SAMPLE)).toEqual({ code: null, out: '', err: '' });
  });

  it.each([['help'], ['--help'], ['-h']])('answers %s with every command', async (word) => {
    const { code, out, err } = await typed([word], {}, SAMPLE);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const name of [...Object.keys(SAMPLE), 'help', 'version']) {
      expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    }
  });

  it.each([['version'], ['--version'], ['-v']])('answers %s', async (word) => {
    expect(VERSION).toMatch(/^\d+\.\d+\.\d+/);
    expect(await typed([word], {}, SAMPLE)).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
  });

  it.each([['--help'], ['-h']])(
    'tells with %s what a command takes, and does nothing',
    async (h) => {
      const { code, out } = await typed(['paint', 'door', h], {}, SAMPLE);
      expect({ code, out }).toEqual({
        code: 0,
        out: 'Usage: npm run cauce -- paint door [colour]\n',
      });
    },
  );

  it('tells what a family of commands takes', async () => {
    const { code, out, err } = await typed(['door', '--help'], {}, SAMPLE);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('door open');
    expect(out).toContain('door shut');
  });
});

describe('a wrong command line ends with 2 and the usage:', () => {
  it.each<[string, string[], string, string]>([
    ['an unknown command', ['dance'], 'there is no command "dance"', '  paint door'],
    ['a misspelt second word', ['door', 'slam'], 'say which: door open, door shut', 'door open'],
    ['half a command', ['door'], 'say which: door open, door shut', 'door shut'],
    ['an option before the command', ['--loud', 'start'], 'there is no command', '  start'],
    ['a word too many', ['start', 'now'], 'it takes nothing, and there is "now"', '-- start'],
    ['an unknown option', ['start', '--port', '1'], "unknown option '--port'", '-- start'],
    ['an option without its value', ['paint', '--coats'], "'--coats <value>'", '<colour>'],
    ['a value for a switch', ['paint', 'door', '--inside=yes'], "'--inside'", '[colour]'],
  ])('%s', async (_, argv, reason, usage) => {
    const { code, out, err } = await typed(argv, {}, SAMPLE);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^cauce/);
    expect(err).toContain(reason);
    expect(err).toContain('Usage: npm run cauce --');
    expect(err).toContain(usage);
  });

  it('as the command says', async () => {
    const commands = { paint: { ...failing(new UsageError('name a colour')), usage: '<colour>' } };
    expect(await typed(['paint'], {}, commands)).toEqual({
      code: 2,
      out: '',
      err: 'cauce paint: name a colour.\n\nUsage: npm run cauce -- paint <colour>\n',
    });
  });
});

describe('a command that fails ends with 1 and says why:', () => {
  const told = async (error: unknown) => {
    const { code, out, err } = await typed(['run'], {}, { run: failing(error) });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    return err;
  };
  const withCode = (message: string, facts: object) => Object.assign(new Error(message), facts);

  it('every problem of the configuration', async () => {
    const error = new ConfigError(['CAUCE_A: is required', 'CAUCE_B: must be a port']);
    expect(await told(error)).toBe(
      'The configuration is wrong:\n  CAUCE_A: is required\n  CAUCE_B: must be a port\n',
    );
  });

  it('a refusal, without a stack', async () => {
    expect(await told(new CommandRefused('There is no key abc.'))).toBe('There is no key abc.\n');
  });

  it('a database that another process owns', async () => {
    const told1 = await told(new InUseError('/data', 'cauce owner, process 7'));
    expect(told1).toContain('another Cauce (cauce owner, process 7) already uses the database');
    expect(told1.split('\n')).toHaveLength(2);
  });

  it('a port in use, by number and by the variables that change it', async () => {
    const error = withCode('listen EADDRINUSE', { code: 'EADDRINUSE', port: 8080 });
    expect(await told(error)).toMatch(/^Port 8080 is in use\..*CAUCE_HTTP_PORT/);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT'])(
    'a database that cannot be reached: %s',
    async (code) => {
      const text = await told(withCode(`connect ${code} db:5432`, { code }));
      expect(text).toBe(
        `Cauce could not connect: connect ${code} db:5432. Does the server of CAUCE_DATABASE_URL run?\n`,
      );
    },
  );

  it('a Kafka that cannot be reached', async () => {
    const reason = withCode('Connection error: connect ECONNREFUSED kafka:9092', {
      code: 'ECONNREFUSED',
    });
    reason.name = 'KafkaJSConnectionError';
    const text = await told(new Error('no broker', { cause: reason }));
    expect(text).toBe(
      'Cauce could not connect: Connection error: connect ECONNREFUSED kafka:9092. Does the server of CAUCE_KAFKA_BROKERS run?\n',
    );
  });

  it('anything else with its stack, for whoever has to find it', async () => {
    expect(await told(new Error('no such thing'))).toMatch(
      /^Cauce could not go on: Error: no such thing\n {4}at /,
    );
    expect(await told('a word')).toBe('Cauce could not go on: a word\n');
  });
});

describe('the commands of Cauce', () => {
  it.each(Object.keys(COMMANDS))('%s has a place in the help and a usage', async (name) => {
    const help = await typed(['help']);
    expect(help.out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    const { code, out } = await typed([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: npm run cauce -- ${name}`));
  });

  it('fits the help into a window', async () => {
    const { out } = await typed(['help']);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it.each([
    [['keys', 'create'], 'name one merchant, --new-merchant or --operator'],
    [['keys', 'create', 'mer_1', '--operator'], 'name one merchant, --new-merchant or --operator'],
    [['keys', 'create', 'mer_1', 'mer_2'], 'name one merchant, --new-merchant or --operator'],
    [['keys', 'create', '--operator', '--new-merchant', 'x'], 'name one merchant'],
    [['keys', 'create', 'Tienda'], 'a merchant is named by its id: mer_…'],
    [['keys', 'create', "mer_1' or 1=1"], 'a merchant is named by its id: mer_…'],
    [['keys', 'create', 'mer_1', '--mode', 'real'], '--mode is test or live'],
    [['keys', 'create', 'mer_1', '--scopes', 'ledger:write'], 'there is no scope "ledger:write"'],
    [['keys', 'create', 'mer_1', '--scopes', ''], 'there is no scope ""'],
    [['keys', 'create', 'mer_1', '--scopes', 'admin'], 'admin is for operators: use --operator'],
    [['keys', 'create', '--operator', '--scopes', 'admin'], 'an operator has every scope'],
    [['keys', 'create', '--new-merchant', ' '], 'the name of a merchant has 1 to 100 characters'],
    [['keys', 'create', '--new-merchant', 'x'.repeat(101)], 'has 1 to 100 characters'],
    [['keys', 'list', 'all'], 'a merchant is named by its id: mer_…'],
    [['keys', 'list', 'mer_1', 'mer_2'], 'a merchant is named by its id: mer_…'],
    [['keys', 'revoke'], 'name the id of one key, not the key itself'],
    [['keys', 'revoke', 'cauce_test_abc'], 'name the id of one key, not the key itself'],
    [['keys', 'revoke', 'aaaaaaaaaaaa', 'bbbbbbbbbbbb'], 'name the id of one key'],
    [['dlq'], 'say which: dlq list, dlq show, dlq replay'],
    [['dlq', 'list', 'till'], 'there is no service "till"; they are router, ledger'],
    [['dlq', 'list', 'ledger', '7'], 'name one service or none'],
    [['dlq', 'show', 'ledger'], 'name a service and a dead letter'],
    [['dlq', 'replay', 'ledger', '7', '8'], 'name a service and a dead letter'],
    [['dlq', 'replay', 'till', '7'], 'there is no service "till"'],
    [['dlq', 'replay', 'ledger', 'all'], '"all" is no id of a dead letter'],
    [['serve'], 'name one service'],
    [['serve', 'router', 'ledger'], 'name one service'],
    [['serve', 'till'], 'there is no service "till"'],
    [['ledger'], 'say which: ledger verify'],
    [['ledger', 'verify', 'all'], 'it takes nothing'],
  ])('%j is refused before anything is opened: %s', async (argv, reason) => {
    // A database that is not there: whoever tried to open it would end with 1.
    const env = { CAUCE_DATABASE_URL: 'postgres://a:b@127.0.0.1:9/none' };
    const { code, err } = await typed(argv, env);
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });

  it.each([[['keys', 'list']], [['keys', 'create', '--operator']], [['ledger', 'verify']]])(
    '%j names every wrong variable at once',
    async (argv) => {
      const { code, err } = await typed(argv, { CAUCE_HTTP_PORT: 'x', CAUCE_LOG_LEVEL: 'loud' });
      expect(code).toBe(1);
      expect(err).toMatch(/CAUCE_HTTP_PORT: [^]*CAUCE_LOG_LEVEL: /);
    },
  );

  it('says that the database cannot be reached, and not its password', async () => {
    const { code, err } = await typed(['keys', 'list'], {
      CAUCE_DATABASE_URL: 'postgres://a:hunter2@127.0.0.1:9/none',
    });
    expect(code).toBe(1);
    expect(err).toMatch(/^Cauce could not connect: connect ECONNREFUSED 127\.0\.0\.1:9\./);
    expect(err).not.toContain('hunter2');
  });
});
