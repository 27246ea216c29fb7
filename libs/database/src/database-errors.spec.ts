import { runInNewContext } from 'node:vm';
import {
  ConnectionLostError,
  DatabaseBusyError,
  expectRows,
  isDatabaseTrouble,
  isTransient,
  isUniqueViolation,
} from './index.js';

const withCode = (code: string) => Object.assign(new Error('refused'), { code });

describe('an error that passes', () => {
  it.each([
    ...['25P03', '40001', '40P01', '53300', '55P03', '57P01', '57P02', '57P03'],
    ...['08000', '08003', '08006', '08P01'],
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'],
  ])('is one with the code %s', (code) => {
    expect(isTransient(withCode(code))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])('is one that says "%s"', (message) => {
    expect(isTransient(new Error(message))).toBe(true);
  });

  it('is recognised as the cause of another, and out of another realm', () => {
    const wrapped = new Error('outer', { cause: new Error('inner', { cause: withCode('40P01') }) });
    expect(isTransient(wrapped)).toBe(true);
    const foreign: unknown = runInNewContext(
      "Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })",
    );
    expect(foreign).not.toBeInstanceOf(Error);
    expect(isTransient(foreign)).toBe(true);
  });

  it('is one of our own two', () => {
    expect(isTransient(new DatabaseBusyError('router', null))).toBe(true);
    expect(isTransient(new ConnectionLostError('router', 'commit', null))).toBe(true);
  });
});

describe('an error that stays', () => {
  it.each(['23505', '23514', '42601', '42501', '57014', '22P02', '40002', 'ENOENT'])(
    'is one with the code %s',
    (code) => {
      expect(isTransient(withCode(code))).toBe(false);
    },
  );

  it.each([[new Error('no')], ['text'], [null], [undefined], [{}]])('is %p', (error) => {
    expect(isTransient(error)).toBe(false);
    expect(isUniqueViolation(error)).toBe(false);
  });

  it('is one whose causes go round in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(isTransient(error)).toBe(false);
  });
});

describe('trouble of the database', () => {
  it.each([
    ...['57P01', '40001', '08006', 'ECONNRESET'],
    ...['53100', '25006', '57014', '42501', '42P01', '28P01', '3D000', '58030', 'XX000', 'F0000'],
  ])('is %s', (code) => {
    expect(isDatabaseTrouble(withCode(code))).toBe(true);
    expect(isDatabaseTrouble(new Error('outer', { cause: withCode(code) }))).toBe(true);
  });

  it('is one of our own two', () => {
    expect(isDatabaseTrouble(new DatabaseBusyError('router', null))).toBe(true);
    expect(isDatabaseTrouble(new ConnectionLostError('router', 'commit', null))).toBe(true);
  });

  it.each(['22003', '22P02', '22021', '23502', '23505', '23514', '54000', 'EPERM', 'ENOENT'])(
    'is not %s',
    (code) => {
      expect(isDatabaseTrouble(withCode(code))).toBe(false);
    },
  );

  it.each([[new TypeError('no')], ['text'], [null], [undefined], [{}]])('is not %p', (error) => {
    expect(isDatabaseTrouble(error)).toBe(false);
  });
});

describe('a taken key', () => {
  const taken = Object.assign(withCode('23505'), { constraint: 'one_live_voucher' });

  it('is told by its constraint, through causes', () => {
    expect(isUniqueViolation(taken)).toBe(true);
    expect(isUniqueViolation(new Error('outer', { cause: taken }), 'one_live_voucher')).toBe(true);
    expect(isUniqueViolation(taken, 'another')).toBe(false);
  });
});

it('a write that touched another number of rows stops with both numbers', () => {
  expectRows(1, 1, 'attempt taken');
  expect(() => expectRows(0, 1, 'attempt taken')).toThrow(
    'attempt taken: 0 rows were written instead of 1',
  );
});
