import { PSE_CAUSES, PSE_STATES, statusOf } from './pse-avanza.states.js';

const causes = Object.entries(PSE_CAUSES);

describe('states of PSE', () => {
  it.each([
    ['OK', 'paid'],
    ['PENDING', 'pending'],
    ['NOT_AUTHORIZED', 'rejected'],
    ['FAILED', 'rejected'],
  ])('%s is %s', (state, status) => {
    expect(statusOf(state, null)).toBe(status);
    expect(statusOf(state, undefined)).toBe(status);
    expect(statusOf(state, '')).toBe(status);
  });

  it('are these four', () => {
    expect(Object.keys(PSE_STATES)).toEqual(['OK', 'PENDING', 'NOT_AUTHORIZED', 'FAILED']);
  });

  it.each(['', 'ok', 'APPROVED', 'EXPIRED', 'CREATED', 'toString', '__proto__'])(
    'are not guessed: %j',
    (state) => {
      expect(statusOf(state, '00014')).toBeNull();
    },
  );

  it.each(causes)('a transaction that failed for %s is %s', (cause, status) => {
    expect(statusOf('FAILED', cause)).toBe(status);
    expect(statusOf('NOT_AUTHORIZED', cause)).toBe(status);
  });

  it.each(causes)('neither money nor an open end is changed by cause %s', (cause) => {
    expect(statusOf('OK', cause)).toBe('paid');
    expect(statusOf('PENDING', cause)).toBe('pending');
  });

  it('tell an end of time and money given back from refusals', () => {
    const others = causes.filter(([, status]) => status !== 'rejected');
    expect(others).toEqual([
      ['00014', 'expired'],
      ['00018', 'reversed'],
    ]);
  });

  it('read a cause that lost its zeros as a number, and stay refusals for one that is new', () => {
    expect(statusOf('FAILED', '14')).toBe('expired');
    expect(statusOf('FAILED', '99999')).toBe('rejected');
    expect(statusOf('FAILED', 'toString')).toBe('rejected');
  });
});
