import type { RouteAnnounced } from '@cauce/contracts';
import { BANK_RAIL, PASSING, type Rejection, type RouteChoice } from './choose-route.js';

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
 * @returns nothing where the payment needs neither, and where it may be taken at another time as it is
 */
export function transferProblems(
  request: TransferRequest,
  choice: RouteChoice,
): readonly TransferProblem[] {
  const ofBank = bankProblems(request, choice);
  // What is passed over for its bank wants a way back as well.
  const goesToBank = ofBank.length > 0 || passedOver(choice, 'return_url').length > 0;
  const wantsWayBack = goesToBank && !isTakenAsItIs(request, choice);
  if (!wantsWayBack || request.returnUrl !== undefined) return ofBank;
  const detail = `${BANK_RAIL} sends the payer back to it`;
  return [{ pointer: '/returnUrl', code: 'required', detail }, ...ofBank];
}

function bankProblems(request: TransferRequest, choice: RouteChoice): readonly TransferProblem[] {
  const without = passedOver(choice, 'bank');
  // What is passed over for the way back takes the bank, or needs none.
  if (without.length === 0 || passedOver(choice, 'return_url').length > 0) return [];
  if (request.bank === undefined) {
    if (isTakenAsItIs(request, choice)) return [];
    const detail = `must be a code of GET /v1/methods/${BANK_RAIL}/banks`;
    return [{ pointer: '/bank', code: 'required', detail }];
  }
  const mayPass = choice.candidates.some(
    ({ reason }) => reason !== undefined && (PASSING.has(reason) || reason === 'too_late'),
  );
  if (choice.chosen !== null || mayPass) return [];
  const names = without.join(', ');
  const detail = `is listed by none of the routes that could take this payment: ${names}`;
  return [{ pointer: '/bank', code: 'unknown_bank', detail }];
}

/** Names of the routes that were passed over for a reason, in order. */
function passedOver({ candidates }: RouteChoice, why: Rejection): readonly string[] {
  return candidates.flatMap(({ route, reason }) => (reason === why ? [route] : [])).sort();
}

/** Whether the payment is taken as it is, by a method that the merchant likes no less than a bank. */
function isTakenAsItIs({ methods }: TransferRequest, { chosen }: RouteChoice): boolean {
  return chosen !== null && methods.indexOf(chosen.rail) <= methods.indexOf(BANK_RAIL);
}
