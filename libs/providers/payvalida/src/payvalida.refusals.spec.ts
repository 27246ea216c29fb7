import {
  deleteRefusal,
  isAbsence,
  isNotPending,
  readRefusal,
  REGISTER_REFUSALS,
  registerRefusal,
} from './payvalida.refusals.js';

const CODES = Array.from({ length: 100 }, (_, code) => String(code).padStart(4, '0'));

describe('a register that was refused', () => {
  it.each([
    ['auth_failed', ['0005', '0017', '0018', '0019', '0025', '0037']],
    ['limit_exceeded', ['0021']],
    [
      'provider_rejected',
      ['0022', '0023', '0024', '0026', '0027', '0029', '0031', '0032', '0033', '0044'],
    ],
  ])('executed nothing: %s', (kind, codes) => {
    for (const code of codes) {
      const error = registerRefusal(code);
      expect(error.kind).toBe(kind);
      expect(error.meaning.outcome).toBe('rejected');
    }
  });

  it('executed nothing for no other code', () => {
    const rejected = CODES.filter((code) => registerRefusal(code).meaning.outcome === 'rejected');
    expect(rejected).toHaveLength(17);
    expect(Object.keys(REGISTER_REFUSALS)).toHaveLength(23);
  });

  it.each([
    ['0042', 'duplicate_reference'],
    ['0043', 'duplicate_reference'],
    ['0009', 'provider_failed'],
    ['0030', 'provider_failed'],
    ['0036', 'malformed_reply'],
    ['0041', 'malformed_reply'],
    ['9999', 'malformed_reply'],
    ['', 'malformed_reply'],
    ['constructor', 'malformed_reply'],
    ['25', 'malformed_reply'],
  ])('may have been executed with %j: %s', (code, kind) => {
    const error = registerRefusal(code);
    expect(error.kind).toBe(kind);
    expect(error.meaning.outcome).toBe('unknown');
  });
});

describe('other refusals', () => {
  it('say that there is no order with two codes only', () => {
    expect(CODES.filter(isAbsence)).toEqual(['0013', '0041']);
  });

  it('of a question say nothing of the order', () => {
    for (const code of CODES) expect(readRefusal(code).meaning.outcome).toBe('unknown');
  });

  it('of a deletion are certain when they are about our credentials', () => {
    const certain = CODES.filter((code) => deleteRefusal(code).meaning.outcome === 'rejected');
    expect(certain).toEqual(['0005', '0017', '0018', '0019', '0025', '0037']);
    expect(CODES.filter(isNotPending)).toEqual(['0041']);
  });

  it('do not repeat what the provider wrote at length', () => {
    expect(readRefusal('x'.repeat(99)).message).not.toContain('x'.repeat(13));
  });
});
