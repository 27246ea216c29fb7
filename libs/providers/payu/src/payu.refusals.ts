import { ConnectorError, type ConnectorErrorKind } from '@cauce/connector-kit';
import type { CreatedTransaction } from './payu.messages.js';
import { entryOf } from './payu.states.js';

/**
 * Errors that PayU gives before it does anything, by their text: it has no codes for them. In the language of
 * the request or, some of them always, in English.
 *
 * @source answers of PayU's sandbox that ActiveMerchant's tests record (remote_payu_latam_test.rb)
 */
const BAD_CREDENTIALS = /^(credenciales inv[aá]lidas|invalid credentials)\.?$/i;
const BAD_AMOUNT = /^the order value is (less|greater|more) than (minimum|maximum) allowed\b/i;
/** `property: payer.emailAddress, message: …`, once or several times. */
const BAD_FIELDS = /^(property: [\w.[\]]+, message: [^\r\n]+\s*)+$/;
const ALREADY_THERE = /already (been )?registered|ya (fue|ha sido|se encuentra) registrad[ao]/i;

/**
 * Response codes of a transaction that was made and declined at once: it can never be paid. What is about the
 * payer ends the payment, the rest only this route.
 *
 * @source PayU Latam's documentation, "Response codes and variables", those of state DECLINED
 */
const DECLINED = {
  ANTIFRAUD_REJECTED: 'payer_rejected',
  BANK_FRAUD_REJECTED: 'payer_rejected',
  EXCEEDED_AMOUNT: 'limit_exceeded',
  PAYMENT_NETWORK_REJECTED: 'provider_rejected',
  ENTITY_DECLINED: 'provider_rejected',
  CONTACT_THE_ENTITY: 'provider_rejected',
  INVALID_BANK: 'provider_rejected',
  INVALID_TRANSACTION: 'provider_rejected',
  NOT_ACCEPTED_TRANSACTION: 'provider_rejected',
  REPEAT_TRANSACTION: 'provider_rejected',
  INACTIVE_PAYMENT_PROVIDER: 'provider_rejected',
  INTERNAL_PAYMENT_PROVIDER_ERROR: 'provider_rejected',
  DIGITAL_CERTIFICATE_NOT_FOUND: 'provider_rejected',
  BANK_UNREACHABLE: 'provider_rejected',
  ENTITY_MESSAGING_ERROR: 'provider_rejected',
} as const satisfies Record<string, ConnectorErrorKind>;

/** Whether an error says that PayU does not know our keys. */
export function isAboutCredentials(text: string): boolean {
  return BAD_CREDENTIALS.test(text.trim());
}

/**
 * What an answer with code ERROR to a submit means.
 *
 * @param text PayU's `error`
 * @returns an error whose outcome is `rejected` only for texts that are known to come before anything is made
 */
export function refusalOf(text: string): ConnectorError {
  return new ConnectorError(kindOf(text.trim()), text.slice(0, 200));
}

function kindOf(text: string): ConnectorErrorKind {
  if (BAD_CREDENTIALS.test(text)) return 'auth_failed';
  if (BAD_AMOUNT.test(text)) return 'limit_exceeded';
  if (ALREADY_THERE.test(text)) return 'duplicate_reference';
  if (!BAD_FIELDS.test(text)) return 'malformed_reply';
  // A reference that is not valid although ours always has its form is one that is there already.
  if (/referenceCode/.test(text)) return 'duplicate_reference';
  return /TX_VALUE|additionalValues/.test(text) ? 'limit_exceeded' : 'provider_rejected';
}

/**
 * What a transaction means that a submit made and that is not waiting for its payer.
 *
 * @returns `rejected` only for one that was declined for a reason that we know; ERROR may be an error of the
 *   network's after it took the payment, and what is paid or over already is there for a query to tell
 */
export function endedAtOnce(made: CreatedTransaction): ConnectorError {
  const { state, responseCode, responseMessage } = made;
  const detail = `${state} ${responseCode ?? ''}`.slice(0, 100);
  switch (state) {
    case 'DECLINED': {
      if (BAD_AMOUNT.test(responseMessage ?? ''))
        return new ConnectorError('limit_exceeded', detail);
      const kind = entryOf<ConnectorErrorKind>(DECLINED, responseCode ?? '');
      return new ConnectorError(kind ?? 'malformed_reply', detail);
    }
    case 'ERROR':
      return new ConnectorError('provider_failed', detail);
    case 'APPROVED':
    case 'EXPIRED':
      return new ConnectorError('duplicate_reference', detail);
    default:
      return new ConnectorError('malformed_reply', `unknown state ${detail}`);
  }
}
