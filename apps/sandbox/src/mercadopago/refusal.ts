import type { Answer } from '../faults/answer-with-faults.js';

/** Refusals by their codes. @source error pages of mercadopago.com.co; the choice among them is ours */
export const CAUSES = {
  23: 'date_of_expiration must be a valid date and format (yyyy-MM-dd T HH:mm:ssz)',
  2000: 'Payment not found',
  2018: 'The action requested is not valid for the current payment state',
  2034: 'Invalid users involved',
  2067: 'Invalid user identification number',
  2131: 'Cannot infer Payment Method',
  4000: 'Payment attribute is not valid',
  4037: 'Invalid transaction_amount',
  4050: 'payer.email must be a valid email',
  4063: 'Amount to refund is not valid',
  4292: "Header X-Idempotency-Key can't be null",
  4390: 'transaction_details.financial_institution is not valid',
} as const satisfies Record<number, string>;

export type CauseCode = keyof typeof CAUSES;

/** A refusal that has executed nothing. @param detail - the field that it is about */
export function refused(code: CauseCode, detail = ''): Answer {
  const description = CAUSES[code];
  const data = new Date(0).toISOString();
  return {
    status: 400,
    body: {
      message: detail === '' ? description : `${description}: ${detail}`,
      error: 'bad_request',
      status: 400,
      cause: [{ code, description, data }],
    },
  };
}

export function notFound(): Answer {
  const cause = [{ code: 2000, description: CAUSES[2000], data: new Date(0).toISOString() }];
  return { status: 404, body: { message: CAUSES[2000], error: 'not_found', status: 404, cause } };
}

export function unauthorized(): Answer {
  const message = 'Unauthorized use of live credentials or unknown token';
  return { status: 401, body: { message, error: 'unauthorized', status: 401, cause: [] } };
}
