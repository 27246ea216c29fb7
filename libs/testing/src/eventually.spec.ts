import { eventually } from './index.js';

describe('waiting for something to become so', () => {
  it('returns what the check gives once it is true', async () => {
    let calls = 0;
    expect(await eventually(() => ++calls >= 3 && `call ${calls}`)).toBe('call 3');
  });

  it('takes a check that only asserts, and waits until it no longer throws', async () => {
    let calls = 0;
    await eventually(async () => expect(++calls).toBeGreaterThan(2));
    expect(calls).toBe(3);
  });

  it('fails with the last error of the check', async () => {
    const never = eventually(() => Promise.reject(new Error('the row is not there')), {
      withinMs: 60,
    });
    await expect(never).rejects.toThrow('the row is not there');
  });

  it('fails with the last value when it stayed false', async () => {
    await expect(eventually(() => 0, { withinMs: 60 })).rejects.toThrow('still 0 after 60 ms');
  });

  it('looks once even when there is no time', async () => {
    expect(await eventually(() => 'now', { withinMs: 0 })).toBe('now');
  });
});
