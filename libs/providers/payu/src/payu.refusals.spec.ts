import { CONNECTOR_ERRORS } from '@cauce/connector-kit';
import { endedAtOnce, isAboutCredentials, refusalOf } from './payu.refusals.js';

describe('an error to a submit', () => {
  it.each([
    ['Credenciales inválidas', 'auth_failed'],
    ['Invalid credentials', 'auth_failed'],
    [
      'property: payer.emailAddress, message: must be a well-formed email address',
      'provider_rejected',
    ],
    [
      'property: parentTransactionId, message: No puede ser vacio property: order, message: x',
      'provider_rejected',
    ],
    ['property: order.additionalValues[TX_VALUE], message: muy grande', 'limit_exceeded'],
    [
      'The order value is less than minimum allowed. Minimum value allowed 17 ARS',
      'limit_exceeded',
    ],
    ['property: order.referenceCode, message: ya existe', 'duplicate_reference'],
    ['The transaction has been already registered', 'duplicate_reference'],
    ['', 'malformed_reply'],
    ['Ha ocurrido un error interno', 'malformed_reply'],
    ['Error: property: x, message: y', 'malformed_reply'],
    ['No se pudo procesar: credenciales inválidas del banco', 'malformed_reply'],
  ])('%j is %s', (text, kind) => {
    expect(refusalOf(text).kind).toBe(kind);
  });

  it('is about credentials only when it says nothing else', () => {
    expect(isAboutCredentials(' Credenciales inválidas. ')).toBe(true);
    expect(isAboutCredentials('Credenciales inválidas o servicio caído')).toBe(false);
  });
});

describe('a transaction that was made and does not wait', () => {
  const made = (
    state: string,
    responseCode: string | null,
    responseMessage: string | null = null,
  ) =>
    endedAtOnce({ orderId: '7348886', transactionId: 'x', state, responseCode, responseMessage });

  it.each([
    ['DECLINED', 'ANTIFRAUD_REJECTED', 'payer_rejected'],
    ['DECLINED', 'BANK_FRAUD_REJECTED', 'payer_rejected'],
    ['DECLINED', 'EXCEEDED_AMOUNT', 'limit_exceeded'],
    ['DECLINED', 'INACTIVE_PAYMENT_PROVIDER', 'provider_rejected'],
    ['DECLINED', 'BANK_UNREACHABLE', 'provider_rejected'],
    ['DECLINED', 'SOMETHING_NEW', 'malformed_reply'],
    ['DECLINED', 'constructor', 'malformed_reply'],
    ['DECLINED', null, 'malformed_reply'],
    ['ERROR', 'PAYMENT_NETWORK_NO_RESPONSE', 'provider_failed'],
    ['ERROR', 'ANTIFRAUD_REJECTED', 'provider_failed'],
    ['APPROVED', 'APPROVED', 'duplicate_reference'],
    ['EXPIRED', 'EXPIRED_TRANSACTION', 'duplicate_reference'],
    ['WONDERFUL', 'APPROVED', 'malformed_reply'],
  ])('%s for %s is %s', (state, code, kind) => {
    expect(made(state, code).kind).toBe(kind);
  });

  it('is about the amount when the message says so', () => {
    const message = 'The order value is greater than maximum allowed. Maximum value allowed 1 COP';
    expect(made('DECLINED', 'INVALID_TRANSACTION', message).kind).toBe('limit_exceeded');
  });

  it('is rejected for no state but DECLINED', () => {
    for (const state of ['ERROR', 'APPROVED', 'EXPIRED', 'PENDING', 'NEW', '']) {
      expect(CONNECTOR_ERRORS[made(state, 'ANTIFRAUD_REJECTED').kind].outcome).toBe('unknown');
    }
  });
});
