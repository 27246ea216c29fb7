import { wholeUnits } from '@cauce/money';
import { bogotaText } from '../bogota-time.js';
import type { State, Transaction } from '../collections/collection.js';
import type { PseAvanzaAccount } from './account.js';
import { NO_DETAILS, transferDetailsSchema } from './transfer-details.schema.js';

/**
 * PSE's words for a state, and why: the bank refused, it gave no word in three probes, or it took its word
 * back.
 *
 * @source notes on ACH's instructions of version 21, causes 00001, 00014 and 00018; that money goes back so is
 *   ours, as the protocol has no way for it
 */
const STATES = {
  pending: { transactionState: 'PENDING', cause: '', text: '' },
  paid: { transactionState: 'OK', cause: '', text: '' },
  rejected: {
    transactionState: 'NOT_AUTHORIZED',
    cause: '00001',
    text: 'El usuario salió del banco',
  },
  cancelled: { transactionState: 'FAILED', cause: '00020', text: 'El usuario salió de PSE' },
  expired: {
    transactionState: 'FAILED',
    cause: '00014',
    text: 'El banco no dio estado en tres intentos',
  },
  reversed: {
    transactionState: 'FAILED',
    cause: '00018',
    text: 'El banco cambió el estado aprobado',
  },
} as const satisfies Record<State, { transactionState: string; cause: string; text: string }>;

/** @param isDetailed whether the newer question was asked, which says why */
export function transactionAnswer(
  transaction: Transaction,
  account: PseAvanzaAccount,
  isDetailed: boolean,
): object {
  const { id, code, reference, paidAt, amount, state } = transaction;
  const details = code === null ? NO_DETAILS : transferDetailsSchema.parse(transaction.details);
  const { transactionState, cause, text } = STATES[state];
  return {
    returnCode: 'SUCCESS',
    errorDetails: '',
    entityCode: account.entityCode,
    trazabilityCode: String(id),
    ticketId: details.ticketId,
    financialInstitutionCode: details.bank,
    serviceCode: account.serviceCode,
    transactionValue: Number(wholeUnits(amount)),
    vatValue: details.vatValue,
    soliciteDate: details.soliciteDate,
    bankProcessDate: paidAt === null ? null : localText(paidAt),
    transactionCycle: '1',
    transactionState,
    authorizationID: paidAt === null ? null : String(id).slice(-6),
    serviceNIT: account.entityCode,
    serviceName: 'SERVICIO DE PRUEBA',
    userType: details.userType,
    paymentDescription: details.description,
    referenceNumber1: reference,
    referenceNumber2: details.referenceNumber2,
    referenceNumber3: details.referenceNumber3,
    paymentOrigin: '3',
    paymentMode: '15',
    identificationType: details.identificationType,
    identificationNumber: details.identificationNumber,
    fullName: details.fullName,
    cellphoneNumber: details.cellphone,
    address: details.address,
    email: details.email,
    ...(isDetailed && {
      stateDescription: transactionState,
      causeRejection: cause,
      RejectionDescription: text,
    }),
  };
}

/** `2026-11-20T10:00:00-05:00` */
function localText(at: Date): string {
  return `${bogotaText(at).replace(' ', 'T')}-05:00`;
}
