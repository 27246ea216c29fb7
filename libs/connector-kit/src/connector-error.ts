import type { Outcome } from '@cauce/contracts';

/** What a kind of failure means for the attempt. */
export interface ConnectorErrorMeaning {
  /** Whether the provider may have executed the call. */
  readonly outcome: Exclude<Outcome, 'done'>;
  /** Whether the same call may be made again on the same route. */
  readonly retry: boolean;
  /** Whether another route may be tried for the same payment. */
  readonly reroute: boolean;
  /** Whether it says something about the provider's health; payers' mistakes do not. */
  readonly countsAgainstHealth: boolean;
  readonly meaning: string;
}

/**
 * The only things that a connector may say went wrong. `not_sent` needs proof that nothing of the operation
 * was handed to the network, `rejected` a well-formed refusal on the connector's closed list of refusals that
 * execute nothing; everything that is neither is `unknown`.
 */
export const CONNECTOR_ERRORS = {
  connect_failed: {
    outcome: 'not_sent',
    retry: true,
    reroute: true,
    countsAgainstHealth: true,
    meaning: 'no connection: refused, no such host, or TLS failed before the request',
  },
  deadline_passed: {
    outcome: 'not_sent',
    retry: true,
    reroute: true,
    countsAgainstHealth: false,
    meaning: 'the command came too late to start the call',
  },
  busy: {
    outcome: 'not_sent',
    retry: true,
    reroute: true,
    countsAgainstHealth: false,
    meaning: 'as many calls as allowed are running on this route',
  },
  closed: {
    outcome: 'not_sent',
    retry: true,
    reroute: true,
    countsAgainstHealth: false,
    meaning: 'the route is outside its opening hours and sells nothing until it opens',
  },
  not_hosted: {
    outcome: 'not_sent',
    retry: true,
    reroute: true,
    countsAgainstHealth: false,
    meaning:
      'the service that got the command does not have the route configured: nobody was asked',
  },
  login_failed: {
    outcome: 'not_sent',
    retry: true,
    reroute: true,
    countsAgainstHealth: true,
    meaning: 'the log-in that comes before the operation had no usable answer',
  },
  auth_failed: {
    outcome: 'rejected',
    retry: false,
    reroute: true,
    countsAgainstHealth: false,
    meaning:
      'the provider refuses our credentials: a 401 or 403 executes nothing; a person has to act, no breaker',
  },
  invalid_request: {
    outcome: 'rejected',
    retry: false,
    reroute: true,
    countsAgainstHealth: false,
    meaning: 'our own mapping refuses the data for this provider; nothing was sent',
  },
  limit_exceeded: {
    outcome: 'rejected',
    retry: false,
    reroute: true,
    countsAgainstHealth: false,
    meaning: 'a well-formed refusal of the amount: outside the limits of this route',
  },
  maintenance: {
    outcome: 'rejected',
    retry: true,
    reroute: true,
    countsAgainstHealth: true,
    meaning: 'a well-formed answer that the service is closed and took nothing',
  },
  held: {
    outcome: 'rejected',
    retry: true,
    reroute: false,
    countsAgainstHealth: false,
    meaning: 'a till has the voucher and has not said yet whether it was paid: ask again later',
  },
  provider_rejected: {
    outcome: 'rejected',
    retry: false,
    reroute: true,
    countsAgainstHealth: false,
    meaning: 'a well-formed refusal that is about the provider or the route',
  },
  payer_rejected: {
    outcome: 'rejected',
    retry: false,
    reroute: false,
    countsAgainstHealth: false,
    meaning: 'a well-formed refusal that is about the payer: no route would accept it',
  },
  timeout: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: true,
    meaning: 'no answer in time after bytes were sent',
  },
  connection_lost: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: true,
    meaning: 'the connection ended before a whole answer had come',
  },
  provider_failed: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: true,
    meaning: 'a 5xx, 408, 425 or 429: it may have been executed all the same',
  },
  malformed_reply: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: true,
    meaning: 'an answer that does not parse, or a state or refusal that we do not know',
  },
  wrong_reference: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: true,
    meaning: 'an answer about another reference or amount than we asked for',
  },
  duplicate_reference: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: false,
    meaning: 'the provider has our reference already: it exists, so ask for its status',
  },
  money_denied: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: false,
    meaning:
      'the provider stated money for the reference and now says that there is none: a person has to ask it',
  },
  route_changed: {
    outcome: 'unknown',
    retry: false,
    reroute: false,
    countsAgainstHealth: false,
    meaning:
      'the route has changed between orders and tills since: as it is now it cannot say what became of this one',
  },
} as const satisfies Record<string, ConnectorErrorMeaning>;

export type ConnectorErrorKind = keyof typeof CONNECTOR_ERRORS;

/** A failure of a provider call; its kind says everything that follows from it. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';

  constructor(
    readonly kind: ConnectorErrorKind,
    detail: string,
    options?: { cause?: unknown },
  ) {
    super(`${kind}: ${detail}`, options);
  }

  get meaning(): ConnectorErrorMeaning {
    return CONNECTOR_ERRORS[this.kind];
  }
}

/** Anything else that a connector throws is a bug of ours: the provider may have executed the call. */
export function toConnectorError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  return new ConnectorError('malformed_reply', 'the connector failed', { cause: error });
}
