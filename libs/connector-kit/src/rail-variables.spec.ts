import { ConfigError, readConfig } from '@cauce/config';
import { z } from 'zod';
import {
  inOrder,
  limitsOf,
  needing,
  railSettings,
  railVariables,
  variableTypes,
} from './rail-variables.js';

function problemsOf(schema: z.ZodType, env: Record<string, string>): string[] {
  try {
    readConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the variables of every rail', () => {
  const schema = z.object(railVariables);

  it('have defaults', () => {
    expect(railSettings(readConfig(schema, {}))).toEqual({
      pollScheduleMs: null,
      tillAnswerMs: 2_000,
      settlementPollMs: 300_000,
      settlementDays: 7,
      unmatchedAfterMs: 900_000,
      callbackRetryMs: [2_000, 5_000, 15_000, 60_000, 300_000, 900_000],
      tillsGivenUp: [],
      banksRefreshMs: 86_400_000,
      clientCertificates: new Map(),
      terms: [],
    });
  });

  it('become schedules in milliseconds', () => {
    const variables = readConfig(schema, { CAUCE_POLL_SCHEDULE_SECONDS: '0.5,60' });
    expect(railSettings(variables).pollScheduleMs).toEqual([500, 60_000]);
  });

  it.each(['', '60,', 'soon', '60;120', '-1'])('take no schedule such as %j', (text) => {
    const problems = problemsOf(schema, { CAUCE_CALLBACK_RETRY_SECONDS: text });
    expect(problems).toHaveLength(text === '' ? 0 : 1);
  });
});

describe('the address of a provider', () => {
  const schema = z.object({ CAUCE_URL: variableTypes.providerUrl });

  it('loses the slashes at its end', () => {
    const { CAUCE_URL } = readConfig(schema, { CAUCE_URL: 'https://api.example/v1//' });
    expect(CAUCE_URL).toBe('https://api.example/v1');
  });

  it.each([
    ['https://api.example', 0],
    ['http://[::1]:8090', 0],
    ['http://127.0.0.1:8090/epayco', 0],
    ['http://api.example', 1],
    ['http://localhost.example', 1],
    ['ftp://127.0.0.1', 1],
    ['api.example', 1],
  ])('may be %s: %i problems', (url, count) => {
    expect(problemsOf(schema, { CAUCE_URL: url })).toHaveLength(count);
  });
});

describe('a variable that needs another', () => {
  const schema = z
    .object({ CAUCE_ID: z.string().optional(), CAUCE_BACK: z.string().optional() })
    .check(needing('CAUCE_ID', 'CAUCE_BACK'));

  it.each([
    [{}, []],
    [{ CAUCE_BACK: 'b' }, []],
    [{ CAUCE_ID: 'a', CAUCE_BACK: 'b' }, []],
    [{ CAUCE_ID: 'a' }, ['CAUCE_BACK: is required with CAUCE_ID']],
  ])('%j: %j', (env, problems) => {
    expect(problemsOf(schema, env)).toEqual(problems);
  });
});

describe('limits', () => {
  it('are whole pesos', () => {
    expect(limitsOf(5_000, 8_000_000)).toEqual({
      minimum: { minor: 500_000n, currency: 'COP' },
      maximum: { minor: 800_000_000n, currency: 'COP' },
      step: { minor: 100n, currency: 'COP' },
    });
  });

  it('that exclude each other are a problem of the lower one', () => {
    const { pesos } = variableTypes;
    const schema = z
      .object({ CAUCE_MIN: pesos, CAUCE_MAX: pesos })
      .check(inOrder([['CAUCE_MIN', 'CAUCE_MAX']]));
    expect(problemsOf(schema, { CAUCE_MIN: '2', CAUCE_MAX: '1' })).toEqual([
      'CAUCE_MIN: must not be more than CAUCE_MAX',
    ]);
    expect(problemsOf(schema, { CAUCE_MIN: '1', CAUCE_MAX: '1' })).toEqual([]);
  });
});
