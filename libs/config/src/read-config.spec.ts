import { z } from 'zod';
import { configTypes, ConfigError, environment, readConfig } from './index.js';

const key = Buffer.alloc(32, 7).toString('base64');

const schema = z.object({
  CAUCE_PORT: configTypes.port.default(8080),
  CAUCE_URL: configTypes.url,
  CAUCE_KEY: configTypes.base64Key32.optional(),
  CAUCE_TEST: configTypes.flag.default(false),
  CAUCE_WAIT_SECONDS: configTypes.seconds.default(8),
  CAUCE_KEEP: configTypes.durationMs.optional(),
  CAUCE_NAME: configTypes.text.optional(),
});

const good = { CAUCE_URL: 'https://cauce.example/base' };

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('reading the configuration', () => {
  it('gives typed values and defaults', () => {
    const config = readConfig(schema, {
      ...good,
      CAUCE_PORT: '9000',
      CAUCE_KEY: key,
      CAUCE_TEST: '1',
      CAUCE_WAIT_SECONDS: '0.5',
      CAUCE_KEEP: '15m',
    });
    expect(config).toEqual({
      CAUCE_PORT: 9000,
      CAUCE_URL: 'https://cauce.example/base',
      CAUCE_KEY: Buffer.alloc(32, 7),
      CAUCE_TEST: true,
      CAUCE_WAIT_SECONDS: 0.5,
      CAUCE_KEEP: 900_000,
    });
    expect(readConfig(schema, good)).toMatchObject({ CAUCE_PORT: 8080, CAUCE_TEST: false });
  });

  it('takes an empty variable for an unset one', () => {
    expect(readConfig(schema, { ...good, CAUCE_PORT: '', CAUCE_NAME: '  ' })).toMatchObject({
      CAUCE_PORT: 8080,
    });
    expect(problemsOf({ CAUCE_URL: '' })).toEqual(['CAUCE_URL: is required']);
  });

  it('names every problem at once, in the order of the schema', () => {
    const problems = problemsOf({
      CAUCE_PORT: '70000',
      CAUCE_KEY: 'c2hvcnQ=',
      CAUCE_TEST: 'yes',
      CAUCE_WAIT_SECONDS: '-1',
      CAUCE_KEEP: '15',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'CAUCE_PORT',
      'CAUCE_URL',
      'CAUCE_KEY',
      'CAUCE_TEST',
      'CAUCE_WAIT_SECONDS',
      'CAUCE_KEEP',
    ]);
    expect(new ConfigError(problems).message).toContain('\n  CAUCE_URL: is required');
  });

  it('never repeats a value, which may be a secret', () => {
    const secret = 'hunter2';
    const env = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, secret]));
    expect(problemsOf(env).length).toBeGreaterThanOrEqual(6);
    expect(problemsOf(env).join()).not.toContain(secret);
  });

  it('reports a rule about several variables without inventing a name', () => {
    const pair = z
      .object({ CAUCE_A: configTypes.text.optional(), CAUCE_B: configTypes.text.optional() })
      .refine((env) => env.CAUCE_A !== env.CAUCE_B, 'CAUCE_A and CAUCE_B must differ');
    expect(() => readConfig(pair, {})).toThrow('configuration: CAUCE_A and CAUCE_B must differ');
  });

  it('freezes what it gives all the way down', () => {
    const nested = z.object({ CAUCE_LIST: z.string().transform((text) => [text.split(',')]) });
    const config = readConfig(nested, { CAUCE_LIST: 'a,b' });
    expect(() => config.CAUCE_LIST[0]?.push('c')).toThrow(TypeError);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('ignores variables of others', () => {
    expect(Object.keys(readConfig(schema, { ...good, HOME: '/home/ana' }))).not.toContain('HOME');
  });
});

describe('pieces of a configuration', () => {
  it.each([
    ['port', '1', 1],
    ['port', '65535', 65_535],
    ['seconds', '8', 8],
    ['durationMs', '500ms', 500],
    ['durationMs', '1.5s', 1_500],
    ['durationMs', '2h', 7_200_000],
    ['durationMs', '30d', 2_592_000_000],
    ['flag', 'true', true],
    ['flag', '0', false],
    ['url', 'postgres://cauce:p%40ss@db:5432/cauce', 'postgres://cauce:p%40ss@db:5432/cauce'],
    ['text', ' Ñandú ', 'Ñandú'],
  ] as const)('%s takes %s', (type, text, value) => {
    expect(configTypes[type].parse(text)).toBe(value);
  });

  it.each([
    ['port', '0'],
    ['port', '65536'],
    ['port', '80.5'],
    ['port', '0x50'],
    ['port', '8080 '],
    ['seconds', '0'],
    ['seconds', '1e3'],
    ['seconds', 'ten'],
    ['durationMs', '15'],
    ['durationMs', '0s'],
    ['durationMs', '-1s'],
    ['durationMs', '1 week'],
    ['flag', 'TRUE'],
    ['flag', 'on'],
    ['url', 'localhost:8080/'.slice(0, 9)],
    ['url', '/relative'],
    ['base64Key32', Buffer.alloc(31).toString('base64')],
    ['base64Key32', Buffer.alloc(33).toString('base64')],
    ['base64Key32', Buffer.alloc(32).toString('hex')],
    ['base64Key32', `${Buffer.alloc(32).toString('base64')}!`],
  ] as const)('%s refuses %s', (type, text) => {
    expect(configTypes[type].safeParse(text).success).toBe(false);
  });
});

it('hands out a copy of the environment that nobody can change', () => {
  const env = environment();
  expect(env['PATH']).toBeDefined();
  expect(() => Object.assign(env, { PATH: '' })).toThrow(TypeError);
});
