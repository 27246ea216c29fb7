import { errorFactory, type ErrorTable } from './app-error.js';
import { API_ERRORS, apiError } from './api-errors.js';
import { problemHeaders, problemSchema, problemType, toProblem } from './problem.js';

const request = { requestId: 'req_1', instance: '/v1/payments' };

describe('toProblem', () => {
  it.each(Object.keys(API_ERRORS) as (keyof typeof API_ERRORS)[])('describes %s', (code) => {
    const problem = toProblem(apiError(code), request);
    expect(problemSchema.parse(problem)).toEqual({
      type: `https://cauce.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      detail: API_ERRORS[code].title,
      code,
      requestId: 'req_1',
      instance: '/v1/payments',
      ...API_ERRORS[code],
    });
  });

  it('tells detail, outcome and fields, and keeps facts and cause inside', () => {
    const fieldErrors = [{ pointer: '/amount', code: 'required', detail: 'missing' }];
    const error = apiError('INVALID_REQUEST', {
      detail: 'no',
      outcome: 'not_sent',
      fieldErrors,
      facts: { secret: 'canary' },
      cause: new Error('canary'),
    });
    const problem = toProblem(error, request);
    expect(problem).toMatchObject({ detail: 'no', outcome: 'not_sent', errors: fieldErrors });
    expect(JSON.stringify(problem)).not.toContain('canary');
  });
});

describe('problemHeaders', () => {
  it('asks for a key on 401, and says when to retry in whole seconds from 1 up', () => {
    expect(problemHeaders(apiError('UNAUTHENTICATED'))).toEqual({ 'www-authenticate': 'Bearer' });
    const retry = (seconds: number) =>
      problemHeaders(apiError('NOT_AVAILABLE', { retryAfterSeconds: seconds }))['retry-after'];
    expect([retry(0), retry(1.2), retry(30)]).toEqual(['1', '2', '30']);
  });
});

describe('errorFactory', () => {
  const table = {
    OUT_OF_ORDER: { status: 409, title: 'Out of order', retryable: false },
  } satisfies ErrorTable;

  it('fills an error in from its table', () => {
    const error = errorFactory(table)('OUT_OF_ORDER', { facts: { route: 'efecty.epayco' } });
    expect(error).toMatchObject({ ...table.OUT_OF_ORDER, code: 'OUT_OF_ORDER' });
    expect(error.facts).toEqual({ route: 'efecty.epayco' });
  });

  it('refuses a code that is not in its table', () => {
    const make = errorFactory(table as ErrorTable);
    expect(() => make('toString')).toThrow('not in the table');
  });
});

describe('the table of errors', () => {
  it('has upper-case codes, error statuses, and a page each', () => {
    for (const [code, { status, title }] of Object.entries(API_ERRORS)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).not.toBe('');
    }
    const pages = Object.keys(API_ERRORS).map(problemType);
    expect(new Set(pages).size).toBe(pages.length);
  });
});
