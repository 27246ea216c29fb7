/**
 * The accounts that Cauce posts to, as patterns: `<…>` stands for a route, such as `efecty.epayco`, or a
 * merchant's id. Debits are positive, credits negative, everywhere.
 */

/** Nature of an account: which side its balance is expected on. */
export type AccountNature = 'asset' | 'liability' | 'income' | 'expense' | 'tax';

export interface AccountPattern {
  readonly nature: AccountNature;
  /** Anchor in the Colombian chart (PUC); one with a question mark wants an accountant's word. */
  readonly puc: string;
  readonly meaning: string;
}

export const ACCOUNT_PATTERNS = {
  'psp.<route>.receivable': {
    nature: 'asset',
    puc: '1380 ?',
    meaning: 'what a provider owes us for money that it took, less its fees',
  },
  'merchant.<id>.pending': {
    nature: 'liability',
    puc: '2815',
    meaning: 'what we owe a merchant and have not released; below zero after a late reversal',
  },
  'suspense.unidentified_receipts': {
    nature: 'liability',
    puc: '2805 (280595)',
    meaning: 'money for a reference that no payment has, until its owner is found',
  },
  'suspense.overpayment_to_payer': {
    nature: 'liability',
    puc: '2805 (280595)',
    meaning: 'money beyond what was due, owed back to the payer',
  },
  'income.platform_fee': {
    nature: 'income',
    puc: '4155 ?',
    meaning: 'our fee for a paid payment',
  },
  'expense.provider_fee': {
    nature: 'expense',
    puc: '530515 ?',
    meaning: 'what a provider keeps of a receipt',
  },
  'tax.iva_input': { nature: 'tax', puc: '2408 ?', meaning: 'IVA on what providers keep' },
  'tax.iva_output': { nature: 'tax', puc: '2408 ?', meaning: 'IVA on our fee' },
} as const satisfies Record<string, AccountPattern>;

const MERCHANT_ACCOUNT = /^merchant\.(mer_[0-9a-z]+)\.pending$/;
const RECEIVABLE = /^psp\.([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)\.receivable$/;

/** The account of what a provider owes us over a route. */
export function receivableOf(route: string): string {
  return checked(`psp.${route}.receivable`);
}

/** The account of what we owe a merchant and have not released. */
export function pendingOf(merchantId: string): string {
  return checked(`merchant.${merchantId}.pending`);
}

/** The merchant that an account belongs to, or null for our own accounts. */
export function merchantOfAccount(code: string): string | null {
  return MERCHANT_ACCOUNT.exec(code)?.[1] ?? null;
}

/**
 * The pattern of an account code.
 *
 * @returns null when no account of ours can have that code
 */
export function patternOf(code: string): keyof typeof ACCOUNT_PATTERNS | null {
  if (Object.hasOwn(ACCOUNT_PATTERNS, code) && !code.includes('<')) {
    return code as keyof typeof ACCOUNT_PATTERNS;
  }
  if (RECEIVABLE.test(code)) return 'psp.<route>.receivable';
  return MERCHANT_ACCOUNT.test(code) ? 'merchant.<id>.pending' : null;
}

function checked(code: string): string {
  if (patternOf(code) === null) throw new Error(`no account can be called ${code}`);
  return code;
}
