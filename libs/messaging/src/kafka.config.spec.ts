import { ConfigError, readConfig, type Environment } from '@cauce/config';
import { kafkaAddress, kafkaConfigSchema } from './kafka.config.js';

const addressOf = (env: Environment) =>
  kafkaAddress(readConfig(kafkaConfigSchema, env), 'cauce-ledger');

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(kafkaConfigSchema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the address of Kafka', () => {
  it.each<[string, Environment]>([
    ['nothing is set', {}],
    ['the brokers are empty', { CAUCE_KAFKA_BROKERS: ' ' }],
    ['only a prefix is set', { CAUCE_KAFKA_PREFIX: 'staging.' }],
  ])('is none when %s', (_, env) => {
    expect(addressOf(env)).toBeNull();
  });

  it('is plain by default, without a prefix', () => {
    expect(addressOf({ CAUCE_KAFKA_BROKERS: 'kafka-1:9092' })).toEqual({
      brokers: ['kafka-1:9092'],
      clientId: 'cauce-ledger',
      prefix: '',
      ssl: false,
    });
  });

  it('has every broker of the list, spaces aside', () => {
    const address = addressOf({
      CAUCE_KAFKA_BROKERS: ' kafka-1:9092, kafka-2:9093 ,10.0.0.3:9094',
    });
    expect(address?.brokers).toEqual(['kafka-1:9092', 'kafka-2:9093', '10.0.0.3:9094']);
  });

  it('has all that is set', () => {
    expect(
      addressOf({
        CAUCE_KAFKA_BROKERS: 'kafka-1:9092',
        CAUCE_KAFKA_PREFIX: 'cauce_staging-2.',
        CAUCE_KAFKA_SSL: 'true',
        CAUCE_KAFKA_USERNAME: 'ledger',
        CAUCE_KAFKA_PASSWORD: 'a, b:c',
      }),
    ).toEqual({
      brokers: ['kafka-1:9092'],
      clientId: 'cauce-ledger',
      prefix: 'cauce_staging-2.',
      ssl: true,
      sasl: { username: 'ledger', password: 'a, b:c' },
    });
  });

  it('has no login without a name', () => {
    const env = { CAUCE_KAFKA_BROKERS: 'kafka-1:9092', CAUCE_KAFKA_PASSWORD: 'secret' };
    expect(addressOf(env)).not.toHaveProperty('sasl');
  });
});

describe('the variables of Kafka', () => {
  it.each([
    'kafka-1',
    'kafka-1:',
    ':9092',
    'kafka-1:9092,',
    ',kafka-1:9092',
    'kafka-1:9092 kafka-2:9092',
    'kafka://kafka-1:9092',
    'kafka-1:port',
    'kafka-1:123456',
  ])('refuse %j as brokers', (brokers) => {
    expect(problemsOf({ CAUCE_KAFKA_BROKERS: brokers })).toEqual([
      'CAUCE_KAFKA_BROKERS: must be host:port, more of them separated by commas',
    ]);
  });

  it.each(['stag ing', 'staging/', 'caucé', 'x'.repeat(41)])('refuse %j as a prefix', (prefix) => {
    expect(problemsOf({ CAUCE_KAFKA_PREFIX: prefix })).toEqual([
      'CAUCE_KAFKA_PREFIX: must be letters, digits, dots, dashes and underscores',
    ]);
  });

  it('name all that is wrong, and no value', () => {
    const problems = problemsOf({
      CAUCE_KAFKA_BROKERS: 'here',
      CAUCE_KAFKA_PREFIX: 'not this',
      CAUCE_KAFKA_SSL: 'perhaps',
    });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'CAUCE_KAFKA_BROKERS',
      'CAUCE_KAFKA_PREFIX',
      'CAUCE_KAFKA_SSL',
    ]);
    expect(problems.join()).not.toMatch(/here|not this|perhaps/);
  });
});
