import { apiError, type Caller } from '@cauce/api';

/**
 * Routes and their rules are every merchant's: none of them may change them for the others.
 *
 * @throws FORBIDDEN for the key of a merchant
 */
export function refuseMerchants(caller: Caller): void {
  if (caller.merchantId === null) return;
  throw apiError('FORBIDDEN', { detail: 'This needs the key of an operator.' });
}
