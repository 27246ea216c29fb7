/**
 * Fields of Payvalida that prove who asks or name the payer; they are taken out of recorded exchanges. The
 * link to the checkout carries a token that anybody can read: document and name of the payer stand in it.
 */
export const PAYVALIDA_PRIVATE_FIELDS: readonly string[] = [
  ...['checksum', 'pv_checksum', 'checkout'],
  ...['email', 'user_di', 'user_name'],
];
