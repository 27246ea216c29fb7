import { describeFault } from './describe-fault.js';

const withCode = (code: string, message: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code, parameters: ['ana@example.com'] });

describe('describeFault', () => {
  it('keeps name, message, code and frames of a fault of ours', () => {
    const fault = describeFault(new TypeError('x is not a function'));
    expect(fault).toMatchObject({ name: 'TypeError', message: 'x is not a function' });
    expect(fault.stack).toMatch(/^ {4}at /);
  });

  it('leaves out what a database error quotes, also as a cause', () => {
    const broken = withCode('23505', 'Key (email)=(ana@example.com) already exists');
    const fault = describeFault(new Error('insert failed', { cause: broken }));
    expect(fault.cause).toMatchObject({ code: '23505', message: 'database error' });
    expect(JSON.stringify(fault)).not.toContain('ana@');
  });

  it('ends on causes that go round, and on what is not an error', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(describeFault(error)).split('"round"')).toHaveLength(6);
    expect(describeFault('ana@example.com')).toEqual({ name: 'string', message: 'not an Error' });
  });
});
