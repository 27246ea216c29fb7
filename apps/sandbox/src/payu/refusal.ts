import type { Answer } from '../faults/answer-with-faults.js';

/**
 * PayU's way to refuse: HTTP 200 and a sentence.
 *
 * @source PayU Latam's documentation, `{code:"ERROR", error:"…"}`; ActiveMerchant's PayU Latam gateway and its
 *   tests against PayU's sandbox for the texts of {@link CREDENTIALS}, {@link property} and {@link tooSmall}
 */
export function refused(error: string): Answer {
  return { status: 200, body: { code: 'ERROR', error, result: null, transactionResponse: null } };
}

export const CREDENTIALS = 'Credenciales inválidas';

/** What is wrong about a field. @param path - as in the request: `order.additionalValues.TX_VALUE` */
export function property(path: string, message: string): string {
  return `property: ${path}, message: ${message}`;
}

export function tooSmall(minimumPesos: number): string {
  return `The order value is less than minimum allowed. Minimum value allowed ${minimumPesos} COP`;
}

/** The counterpart of {@link tooSmall}, which nobody has published: ours. */
export function tooLarge(maximumPesos: number): string {
  return property(
    'order.additionalValues.TX_VALUE',
    `The order value is greater than maximum allowed. Maximum value allowed ${maximumPesos} COP`,
  );
}
