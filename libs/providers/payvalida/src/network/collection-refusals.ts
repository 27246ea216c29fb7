import type { TillRefusal } from '@cauce/connector-kit';

/**
 * Refusals: their code and text on the wire. Payvalida calls a network an ally.
 *
 * @source docs.payvalida.com, API Recaudo, "Exceptions"; that networks get the same codes is assumed
 */
export const COLLECTION_REFUSALS = {
  unknown_network: { code: '0004', text: 'Allied not registered' },
  wrong_transaction: { code: '0010', text: 'Invalid transaction ID' },
  bad_content: { code: '0011', text: 'Error in the content' },
  unknown_transaction: { code: '0013', text: 'Transaction ID does not exist' },
  reversed_before: { code: '0014', text: 'The transaction has already been reversed' },
  not_reversible: { code: '0015', text: 'The transaction can not be reversed' },
  wrong_amount: { code: '0021', text: 'The amount is not valid' },
  wrong_currency: { code: '0023', text: 'Currency is not valid' },
  wrong_checksum: { code: '0025', text: 'The checksum is not valid' },
  not_due: { code: '0041', text: 'Order is not registered or is APPROVED, EXPIRED or CANCELLED' },
} as const satisfies Record<string, { code: string; text: string }> &
  Record<TillRefusal, { code: string; text: string }>;

export type CollectionReason = keyof typeof COLLECTION_REFUSALS;
