import type { Scope } from '@cauce/contracts';

/** What the key of a merchant may do unless it is told otherwise. */
export const MERCHANT_SCOPES: readonly Scope[] = ['payments:read', 'payments:write', 'ledger:read'];

/** What the key of an operator may do: everything. */
export const OPERATOR_SCOPES: readonly Scope[] = ['admin'];
