import { ConfigError, readConfig } from '@cauce/config';
import { cauceConfigSchema, isDevelopment, runsSandbox } from './cauce.config.js';

const read = (env: Record<string, string>) => readConfig(cauceConfigSchema, env);
const DATABASE = { CAUCE_DATABASE_URL: 'postgres://db/cauce' };

describe('what kind of start it is', () => {
  it.each<[Record<string, string>, boolean, boolean]>([
    [{}, true, true],
    [DATABASE, false, false],
    [{ ...DATABASE, CAUCE_DEVELOPMENT: 'true' }, true, true],
    [{ CAUCE_DEVELOPMENT: 'false' }, false, false],
    [{ CAUCE_SANDBOX: 'false' }, true, false],
    [{ CAUCE_SANDBOX_URL: 'http://127.0.0.1:1' }, true, false],
    [{ CAUCE_SANDBOX_URL: 'http://127.0.0.1:1', CAUCE_SANDBOX: 'true' }, true, true],
    [{ ...DATABASE, CAUCE_SANDBOX: 'true' }, false, true],
    [{ ...DATABASE, CAUCE_SANDBOX_URL: 'http://127.0.0.1:1' }, false, false],
  ])('%j: development %s, own sandbox %s', (env, development, sandbox) => {
    const variables = read(env);
    expect([isDevelopment(variables), runsSandbox(variables)]).toEqual([development, sandbox]);
  });
});

describe('variables', () => {
  it('have defaults that serve this machine alone', () => {
    expect(read({})).toEqual({
      CAUCE_HOST: '127.0.0.1',
      CAUCE_HTTP_PORT: 8080,
      CAUCE_KAFKA_PREFIX: '',
      CAUCE_KAFKA_SSL: false,
      CAUCE_SANDBOX_PORT: 8090,
      CAUCE_DATA_DIR: '.cauce',
      CAUCE_LOG_LEVEL: 'info',
    });
  });

  it.each([
    ['CAUCE_HTTP_PORT', '0'],
    ['CAUCE_HTTP_PORT', '65536'],
    ['CAUCE_SANDBOX_PORT', '80 90'],
    ['CAUCE_DATABASE_URL', 'db:5432'.replace(':', ' ')],
    ['CAUCE_DEVELOPMENT', 'yes'],
    ['CAUCE_SANDBOX', 'on'],
    ['CAUCE_SANDBOX_URL', '/sandbox'],
    ['CAUCE_PUBLIC_URL', 'pay.example'],
    ['CAUCE_ENCRYPTION_KEY', 'short'],
    ['CAUCE_LOG_LEVEL', 'verbose'],
  ])('%s cannot be %j', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError);
    expect(() => read({ [name]: value })).toThrow(name);
  });

  it('tell what they mean, every one', () => {
    for (const schema of Object.values(cauceConfigSchema.shape)) {
      expect(schema.description ?? schema.def.innerType?.description).toMatch(/\w+ \w+/);
    }
  });
});
