/** Refusals of the driver's API. ePayco's own paths answer in ePayco's shape instead. */
export const DRIVER_ERRORS = {
  INVALID_REQUEST: { status: 400, title: 'The request is not as this path expects it' },
  UNKNOWN_PROTOCOL: { status: 404, title: 'No provider of this name is pretended here' },
  UNKNOWN_NETWORK: { status: 404, title: 'This provider has no network of this name' },
  UNKNOWN_PATH: { status: 404, title: 'Nothing is served here' },
  UNKNOWN_CODE: { status: 404, title: 'No voucher with this code was issued here' },
  UNKNOWN_SESSION: { status: 404, title: 'No provider has given out a session of this number' },
  UNKNOWN_TRANSACTION: { status: 404, title: 'No transaction with this reference exists here' },
  NOT_DUE: { status: 409, title: 'This provider takes what is due for a code, once' },
  NOTHING_TO_REVERSE: { status: 409, title: 'No payment of this code can be taken back' },
  NOTHING_TO_EXPIRE: { status: 409, title: 'Nobody waits for money for this code any more' },
  SESSION_ENDED: { status: 409, title: 'The session at the bank is over' },
  NOTHING_TO_SPOIL: { status: 409, title: 'The day has too few payments for this defect' },
  FORBIDDEN_ORIGIN: { status: 403, title: 'Pages of other sites may not drive the sandbox' },
  INTERNAL: { status: 500, title: 'The sandbox failed' },
} as const satisfies Record<string, { status: number; title: string }>;

export type DriverErrorCode = keyof typeof DRIVER_ERRORS;

/** One field that is wrong, and what it may be. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
  readonly validValues?: readonly unknown[];
}

interface Facts {
  readonly detail?: string;
  readonly problems?: readonly FieldProblem[];
  readonly validValues?: readonly unknown[];
}

/** Thrown by what the driver asked for; becomes a JSON answer with what would have been valid. */
export class DriverError extends Error {
  constructor(
    readonly code: DriverErrorCode,
    readonly facts: Facts = {},
  ) {
    super(facts.detail ?? DRIVER_ERRORS[code].title);
    this.name = 'DriverError';
  }

  get status(): number {
    return DRIVER_ERRORS[this.code].status;
  }

  body(): object {
    const { detail, problems, validValues } = this.facts;
    const { title } = DRIVER_ERRORS[this.code];
    return { code: this.code, title, detail, problems, validValues };
  }
}
