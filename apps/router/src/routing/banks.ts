import type { RouteAnnounced } from '@cauce/contracts';

/** Banks of a route, and when its provider listed them. */
export type AnnouncedBanks = NonNullable<RouteAnnounced['banks']>;

/** What is known of a route's banks. */
export interface BankFacts {
  readonly rail: string;
  readonly banks: AnnouncedBanks | null;
}

/** The banks of a rail as the route that heard of them last has them; null when none has. */
export function newestBanks(routes: readonly BankFacts[], rail: string): AnnouncedBanks | null {
  let newest: AnnouncedBanks | null = null;
  for (const { banks } of routes.filter((one) => one.rail === rail)) {
    if (banks === null) continue;
    if (newest === null || banks.refreshedAt > newest.refreshedAt) newest = banks;
  }
  return newest;
}

/** What is wrong with a request to pay at a bank. */
export interface TransferProblem {
  readonly pointer: '/bank' | '/returnUrl';
  readonly code: 'required' | 'unknown_bank';
  readonly detail: string;
}

/**
 * Holds a request against its route. Only PSE sends payers to a bank: they need a way back, and a bank
 * that the provider lists. While no list is known, the provider judges the bank.
 */
export function transferProblems(
  request: { readonly bank?: string | undefined; readonly returnUrl?: string | undefined },
  route: BankFacts,
): readonly TransferProblem[] {
  if (route.rail !== 'pse') return [];
  const problems: TransferProblem[] = [];
  const { bank, returnUrl } = request;
  if (returnUrl === undefined) {
    const detail = 'pse sends the payer back to it';
    problems.push({ pointer: '/returnUrl', code: 'required', detail });
  }
  const { banks } = route;
  if (banks === null) return problems;
  if (bank === undefined) {
    const detail = 'must be a code of GET /v1/methods/pse/banks';
    problems.push({ pointer: '/bank', code: 'required', detail });
  } else if (!banks.list.some(({ code }) => code === bank)) {
    const detail = 'is no bank of GET /v1/methods/pse/banks';
    problems.push({ pointer: '/bank', code: 'unknown_bank', detail });
  }
  return problems;
}
