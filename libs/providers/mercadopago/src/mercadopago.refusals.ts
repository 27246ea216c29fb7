import { ConnectorError, statusError, type ConnectorErrorKind } from '@cauce/connector-kit';
import { refusalReply } from './mercadopago.messages.js';

/** What a code in `cause` proves; codes that are in no table prove nothing. */
type Codes = Readonly<Record<string, ConnectorErrorKind>>;

/**
 * Codes with which a create is refused before a payment is made. Left out on purpose: 2004 and 2007, a
 * gateway behind the API that failed and may have executed all the same.
 *
 * @source error list of `POST /v1/payments` and response tables of Mercado Pago's developer pages, read in
 *   November 2026; older codes of fewer digits besides newer ones
 */
export const CREATE_REFUSALS = {
  '1': 'provider_rejected', // Params Error
  '3': 'auth_failed', // Token must be for test
  '5': 'auth_failed', // Must provide your access_token to proceed
  '8': 'provider_rejected', // The name of the following parameters is wrong
  '23': 'provider_rejected', // date_of_expiration must be a valid date
  '129': 'limit_exceeded', // Cannot pay this amount with this payment method
  '145': 'provider_rejected', // Invalid users involved
  '150': 'provider_rejected', // The payer cannot do payments currently: at Mercado Pago
  '151': 'provider_rejected', // The payer cannot do payments with this method
  '160': 'provider_rejected', // Collector not allowed to operate
  '204': 'provider_rejected', // Unavailable payment method
  '801': 'duplicate_reference', // Already posted the same request in the last minute
  '1001': 'provider_rejected', // Date format
  '2001': 'duplicate_reference', // Already posted the same request in the last minute
  '2002': 'provider_rejected', // Customer not found
  '2020': 'provider_rejected', // Customer not allowed to operate
  '2021': 'provider_rejected', // Collector not allowed to operate
  '2034': 'provider_rejected', // Invalid users involved
  '2060': 'provider_rejected', // The customer can't be equal to the collector
  '2067': 'provider_rejected', // Invalid user identification number
  '2072': 'limit_exceeded', // Invalid value for transaction_amount
  '2131': 'provider_rejected', // Cannot infer payment method
  '3011': 'provider_rejected', // Not found payment_method
  '3014': 'provider_rejected', // Invalid parameter payment_method
  '3027': 'provider_rejected', // Invalid payment_type_id
  '3028': 'provider_rejected', // Invalid payment_method_id
  '4001': 'provider_rejected', // payment_method_id can't be null
  '4002': 'provider_rejected', // transaction_amount can't be null
  '4003': 'provider_rejected', // transaction_amount must be numeric
  '4006': 'provider_rejected', // payer is malformed
  '4020': 'provider_rejected', // notification_url must be a valid URL
  '4021': 'provider_rejected', // notification_url must be shorter than 500 characters
  '4037': 'limit_exceeded', // Invalid transaction_amount
  '4050': 'provider_rejected', // payer.email must be a valid email
  '4051': 'provider_rejected', // payer.email must be shorter than 254 characters
  '4292': 'provider_rejected', // Header X-Idempotency-Key can't be null
  '4390': 'provider_rejected', // transaction_details.financial_institution is not valid
} as const satisfies Codes;

/** Codes with which a cancel is refused and nothing is changed. */
export const CANCEL_REFUSALS = {
  '126': 'provider_rejected', // The action requested is not valid for the current payment state
  '2000': 'provider_rejected', // Payment not found
  '2016': 'provider_rejected', // Invalid status for update
  '2018': 'provider_rejected', // The action requested is not valid for the current payment state
  '2027': 'provider_rejected', // The action requested is not valid for the current payment method type
  '3005': 'provider_rejected', // Not valid action, the resource is in a state that does not allow it
} as const satisfies Codes;

/** Two requests with one idempotency key at once, or a payment that another request holds. */
const LOCKED: ReadonlySet<number> = new Set([409, 423]);

/** Statuses that refuse the data; only their codes prove that nothing was executed. */
const REFUSING: ReadonlySet<number> = new Set([400, 404, 422]);

/** Of several causes the one whose outcome is worst decides. */
const WORST_FIRST: readonly ConnectorErrorKind[] = [
  'duplicate_reference',
  'auth_failed',
  'limit_exceeded',
  'provider_rejected',
];

const NOT_FOUND = '2000';

/**
 * What it means that an execution did not answer with a payment.
 *
 * @param status of the answer, not 200 or 201
 * @param body reads its JSON; called only where that may prove something
 * @returns an error whose outcome is `rejected` only for 401, 403 and refusals all of whose codes are known.
 *   Texts of Mercado Pago's are left out, because they may repeat what the payer is called
 */
export function refusalOf(status: number, body: () => unknown, codes: Codes): ConnectorError {
  if (status === 401 || status === 403) return new ConnectorError('auth_failed', `HTTP ${status}`);
  const failure = statusError(status);
  if (failure !== null) return failure;
  if (LOCKED.has(status)) return new ConnectorError('duplicate_reference', `HTTP ${status}`);
  if (!REFUSING.has(status)) return new ConnectorError('malformed_reply', `HTTP ${status}`);
  const refusal = refusalReply.safeParse(body());
  if (!refusal.success || refusal.data.status !== String(status)) {
    return new ConnectorError('malformed_reply', `HTTP ${status} without a well-formed refusal`);
  }
  const causes = refusal.data.cause.map((one) => one.code);
  const detail = `refused with code ${causes.join(', ').slice(0, 60) || 'none'}`;
  const kinds = causes.map((code) => (Object.hasOwn(codes, code) ? codes[code] : undefined));
  const isKnown = kinds.length > 0 && kinds.every((kind) => kind !== undefined);
  const worst = isKnown ? WORST_FIRST.find((kind) => kinds.includes(kind)) : undefined;
  return new ConnectorError(worst ?? 'malformed_reply', detail);
}

/**
 * Whether a 404 says that the payment does not exist. A 404 of the way to it, such as a path that Mercado
 * Pago's gateway does not know, is none.
 */
export function isNoSuchPayment(json: unknown): boolean {
  const refusal = refusalReply.safeParse(json);
  if (!refusal.success || refusal.data.error !== 'not_found') return false;
  const { cause, message } = refusal.data;
  return cause.some((one) => one.code === NOT_FOUND) || /^payment not found$/i.test(message ?? '');
}
