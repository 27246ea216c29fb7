import type { RouteAnnounced } from '@cauce/contracts';
import { PASSING, type RouteChoice } from './choose-route.js';

/** The rail that sends payers to a bank of theirs. */
const BANK_RAIL = 'pse';

/** Banks of a route, and when its provider listed them. */
export type AnnouncedBanks = NonNullable<RouteAnnounced['banks']>;

/** What is known of a route's banks. */
export interface BankFacts {
  readonly rail: string;
  readonly banks: AnnouncedBanks | null;
}

/** Codes of the banks that a payer of the route must choose from; null where its provider judges what was chosen. */
export function bankCodesOf({ rail, banks }: BankFacts): ReadonlySet<string> | null {
  if (rail !== BANK_RAIL || banks === null) return null;
  return new Set(banks.list.map(({ code }) => code));
}

/**
 * The banks that a payer may choose from: each that some route takes, once.
 *
 * @returns in the order of their names, which are those of the newest list, and when that was; null where no route
 *   has told of any
 */
export function banksOf(routes: readonly BankFacts[]): AnnouncedBanks | null {
  const oldestFirst = routes
    .flatMap(({ rail, banks }) => (rail === BANK_RAIL && banks !== null ? [banks] : []))
    .sort((a, b) => a.refreshedAt.getTime() - b.refreshedAt.getTime());
  const newest = oldestFirst.at(-1);
  if (newest === undefined) return null;
  const names = new Map(oldestFirst.flatMap(({ list }) => list.map((one) => [one.code, one.name])));
  const list = [...names].map(([code, name]) => ({ code, name }));
  list.sort((a, b) => a.name.localeCompare(b.name, 'es') || (a.code < b.code ? -1 : 1));
  return { list, refreshedAt: newest.refreshedAt };
}

/** What is wrong with a request to pay at a bank. */
export interface TransferProblem {
  readonly pointer: '/bank' | '/returnUrl';
  readonly code: 'required' | 'unknown_bank';
  readonly detail: string;
}

/** What a request says of a payment at a bank. */
export interface TransferRequest {
  readonly methods: readonly string[];
  readonly bank?: string | undefined;
  readonly returnUrl?: string | undefined;
}

/**
 * What is wrong with a request, by what came of the choice of its route. Payers who are sent to a bank need a way
 * back, and a bank that some route takes.
 *
 * @returns nothing where the payment needs no bank, and where it may be taken at another time as it is
 */
export function transferProblems(
  request: TransferRequest,
  choice: RouteChoice,
): readonly TransferProblem[] {
  const ofBank = bankProblems(request, choice);
  const goesToBank = choice.chosen?.rail === BANK_RAIL || ofBank.length > 0;
  if (!goesToBank || request.returnUrl !== undefined) return ofBank;
  const detail = `${BANK_RAIL} sends the payer back to it`;
  return [{ pointer: '/returnUrl', code: 'required', detail }, ...ofBank];
}

function bankProblems(
  { methods, bank }: TransferRequest,
  { chosen, candidates }: RouteChoice,
): readonly TransferProblem[] {
  const without = candidates.flatMap(({ route, reason }) => (reason === 'bank' ? [route] : []));
  if (without.length === 0) return [];
  if (bank === undefined) {
    // Taken by a method that the merchant likes as well or better, it needs none.
    if (chosen !== null && methods.indexOf(chosen.rail) <= methods.indexOf(BANK_RAIL)) return [];
    const detail = `must be a code of GET /v1/methods/${BANK_RAIL}/banks`;
    return [{ pointer: '/bank', code: 'required', detail }];
  }
  const mayPass = candidates.some(
    ({ reason }) => reason !== undefined && (PASSING.has(reason) || reason === 'too_late'),
  );
  if (chosen !== null || mayPass) return [];
  const names = without.sort().join(', ');
  const detail = `is listed by none of the routes that could take this payment: ${names}`;
  return [{ pointer: '/bank', code: 'unknown_bank', detail }];
}
