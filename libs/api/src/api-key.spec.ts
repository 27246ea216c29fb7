import { createHash } from 'node:crypto';
import { newApiKey, readApiKey, secretHashOf } from './api-key.js';

describe('newApiKey', () => {
  it('makes keys that say their mode and id, and can be read again', () => {
    const { key, keyId, secretHash } = newApiKey('test');
    expect(key).toMatch(new RegExp(`^cauce_test_${keyId}_[0-9A-Za-z]{38}$`));
    expect(readApiKey(key)).toEqual({ keyId, mode: 'test' });
    expect(secretHash).toBe(createHash('sha256').update(key).digest('hex'));
    expect(secretHashOf(key).toString('hex')).toBe(secretHash);
    expect(readApiKey(newApiKey('live').key)?.mode).toBe('live');
  });

  it('never makes the same key twice', () => {
    const keys = Array.from({ length: 100 }, () => newApiKey('live').key);
    expect(new Set(keys).size).toBe(100);
  });
});

describe('readApiKey', () => {
  it('refuses a key with any one character changed', () => {
    const { key } = newApiKey('live');
    for (let at = 0; at < key.length; at += 1) {
      const wrong = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1);
      expect([at, readApiKey(wrong)]).toEqual([at, null]);
    }
  });

  it.each([
    ['', 'nothing'],
    ['cauce_test_', 'a prefix'],
    [`${newApiKey('test').key}0`, 'one character more'],
    [newApiKey('test').key.slice(0, -1), 'one character less'],
    [newApiKey('test').key.replace('test', 'live'), 'another mode'],
    [`${newApiKey('test').key}\n`, 'a line break after it'],
  ])('refuses %s (%s)', (key) => {
    expect(readApiKey(key)).toBeNull();
  });
});
