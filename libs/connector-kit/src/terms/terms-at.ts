import type { DocumentType } from '@cauce/contracts';
import { dayOf } from '@cauce/calendar';
import { formatDecimal, fromWholeUnits, type Money } from '@cauce/money';
import { ConnectorError } from '../connector-error.js';
import type { Connector, Issued, IssueRequest, ProviderCall } from '../connector.js';
import { isOpenAt } from '@cauce/calendar';
import type { RouteTerms } from './route-terms.schema.js';

const SECOND_MS = 1_000;

/**
 * The terms of a route that hold at an instant.
 *
 * @returns the latest entry that began on that day in Bogota or before, or null when none has
 */
export function termsAt(terms: readonly RouteTerms[], route: string, at: Date): RouteTerms | null {
  const today = dayOf(at);
  let latest: RouteTerms | null = null;
  for (const one of terms) {
    if (one.route !== route || one.from > today) continue;
    if (latest === null || one.from > latest.from) latest = one;
  }
  return latest;
}

/**
 * Terms of an operator with those that come with a package, which hold until the operator's own begin: from the
 * first day of an entry of the operator's the route has nothing of the package's.
 *
 * @param own the operator's
 * @param shipped the package's
 */
export function termsOver(
  own: readonly RouteTerms[],
  shipped: readonly RouteTerms[],
): readonly RouteTerms[] {
  const left = shipped.filter(
    ({ route, from }) => !own.some((one) => one.route === route && one.from <= from),
  );
  return [...own, ...left];
}

/** What a route collects and how long its vouchers live: as its terms say, else as its connector does. */
export function offerOf(
  connector: Connector,
  terms: RouteTerms | null,
): Pick<Connector, 'limits' | 'expiry'> {
  const { step } = connector.limits;
  const limits =
    terms?.limits === undefined
      ? connector.limits
      : {
          minimum: pesos(terms.limits.minimumPesos),
          maximum: pesos(terms.limits.maximumPesos),
          step,
        };
  const expiry =
    terms?.expiry === undefined
      ? connector.expiry
      : {
          minimumMs: terms.expiry.minimumSeconds * SECOND_MS,
          maximumMs: terms.expiry.maximumSeconds * SECOND_MS,
          defaultMs: terms.expiry.defaultSeconds * SECOND_MS,
        };
  return { limits, expiry };
}

/** What is asked of a route. */
export interface Asked {
  readonly amount: Money;
  readonly document: DocumentType | null;
}

/**
 * Holds what is asked against what the route offers then, before the provider hears of it.
 *
 * @param terms of the route at that instant; its connector's own limits hold where they name none
 * @throws ConnectorError closed outside opening hours, where the route sells nothing then; limit_exceeded;
 *   invalid_request for a currency or a document that the route does not take
 */
export function expectOffered(
  connector: Connector,
  terms: RouteTerms | null,
  { amount, document }: Asked,
  at: Date,
): void {
  const { route } = connector;
  const { hours, sellsWhenClosed, documents } = terms ?? {};
  if (hours !== undefined && sellsWhenClosed !== true && !isOpenAt(hours, at)) {
    throw new ConnectorError('closed', `${route} is closed now`);
  }
  const { minimum, maximum } = offerOf(connector, terms).limits;
  if (amount.currency !== minimum.currency) {
    throw new ConnectorError('invalid_request', `${route} takes ${minimum.currency} only`);
  }
  if (amount.minor < minimum.minor || amount.minor > maximum.minor) {
    const range = `${formatDecimal(minimum)} to ${formatDecimal(maximum)}`;
    throw new ConnectorError('limit_exceeded', `${route} takes ${range} ${minimum.currency}`);
  }
  if (documents !== undefined && (document === null || !documents.includes(document))) {
    throw new ConnectorError('invalid_request', `${route} takes ${documents.join(', ')} only`);
  }
}

/**
 * Issues at the provider what the route offers, and hands nothing else on to it: the way that every issue goes.
 *
 * @param terms of the route now, if it has any
 * @throws ConnectorError as `expectOffered` and the connector do
 */
export async function issueOffered(
  connector: Connector,
  terms: RouteTerms | null,
  request: IssueRequest,
  call: ProviderCall,
): Promise<Issued> {
  const { amount, payer } = request;
  expectOffered(connector, terms, { amount, document: payer.document?.type ?? null }, call.now());
  return connector.issue(request, call);
}

function pesos(amount: number): Money {
  return fromWholeUnits(BigInt(amount), 'COP');
}
