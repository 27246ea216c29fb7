import {
  ACCOUNT_PATTERNS,
  merchantOfAccount,
  patternOf,
  pendingOf,
  receivableOf,
} from './chart-of-accounts.js';

describe('the chart of accounts', () => {
  it('knows every code that it makes', () => {
    expect(patternOf(receivableOf('efecty.epayco'))).toBe('psp.<route>.receivable');
    expect(patternOf(pendingOf('mer_01abc'))).toBe('merchant.<id>.pending');
    for (const code of Object.keys(ACCOUNT_PATTERNS).filter((one) => !one.includes('<'))) {
      expect(patternOf(code)).toBe(code);
    }
  });

  it.each([
    '',
    'cash',
    'psp..receivable',
    'psp.<route>.receivable',
    'merchant.x.pending',
    'toString',
    'bank.A',
  ])('refuses %j', (code) => {
    expect(patternOf(code)).toBeNull();
  });

  it('refuses to make a code of something else', () => {
    expect(() => receivableOf('efecty')).toThrow('no account can be called');
    expect(() => pendingOf("mer_'; drop")).toThrow('no account can be called');
  });

  it('tells whose an account is', () => {
    expect(merchantOfAccount('merchant.mer_01abc.pending')).toBe('mer_01abc');
    expect(merchantOfAccount('income.platform_fee')).toBeNull();
  });
});
