import { errorFactory } from '@cauce/api';

/** Errors of the payments API. A code is part of the contract: never renamed, documented from here. */
export const ROUTER_ERRORS = {
  PAYMENT_NOT_FOUND: { status: 404, title: 'There is no such payment', retryable: false },
  AMOUNT_NOT_COLLECTABLE: {
    status: 400,
    title: 'No route of these methods collects this amount',
    retryable: false,
  },
  BANKS_UNKNOWN: {
    status: 503,
    title: 'No connector has told which banks there are',
    retryable: true,
  },
  NO_ROUTE: {
    status: 422,
    title: 'None of these methods is offered here at present',
    retryable: true,
  },
  ROUTES_UNAVAILABLE: {
    status: 503,
    title: 'The routes that could collect this payment take none at present',
    retryable: true,
  },
  MAINTENANCE_NOT_FOUND: {
    status: 404,
    title: 'No such maintenance is planned for this route',
    retryable: false,
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'No connector has announced this route',
    retryable: false,
  },
  RULES_VERSION_NOT_FOUND: {
    status: 404,
    title: 'There is no such version of the routing rules',
    retryable: false,
  },
  RULES_CHANGED: {
    status: 412,
    title: 'Another version of the routing rules has come in between; read it and follow that one',
    retryable: false,
  },
  RULES_REFUSED: {
    status: 422,
    title: 'These rules would not do what they say',
    retryable: false,
  },
  REFERENCE_IN_USE: {
    status: 409,
    title: 'Another open or paid payment has this reference',
    retryable: false,
  },
  PAYMENT_IN_PROGRESS: {
    status: 409,
    title: 'The payment is still being issued; cancel it when its outcome is known',
    retryable: true,
  },
  PAYMENT_NOT_CANCELLABLE: {
    status: 409,
    title: 'A payment in this status cannot be cancelled',
    retryable: false,
  },
} as const;

/** Makes an error of this application; see {@link ROUTER_ERRORS} for codes. */
export const routerError = errorFactory(ROUTER_ERRORS);
