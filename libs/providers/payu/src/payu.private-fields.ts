/**
 * Fields of PayU that hold credentials or name the payer; they are taken out of recorded exchanges.
 * `BANK_URL` carries the payer's e-mail and document in Base64, and whoever has a receipt's URL sees the
 * payer's name.
 */
export const PAYU_PRIVATE_FIELDS: readonly string[] = [
  ...['apiLogin', 'apiKey', 'signature', 'sign', 'deviceSessionId', 'cookie'],
  ...['fullName', 'emailAddress', 'contactPhone', 'dniNumber', 'cnpj', 'birthdate', 'phone'],
  ...['merchantBuyerId', 'merchantPayerId', 'street1', 'street2', 'street3', 'ipAddress'],
  ...['PSE_REFERENCE1', 'PSE_REFERENCE3', 'BANK_URL'],
  ...['URL_PAYMENT_RECEIPT_HTML', 'URL_PAYMENT_RECEIPT_PDF'],
  ...['email_buyer', 'nickname_buyer', 'office_phone', 'billing_address', 'shipping_address', 'ip'],
  ...['pse_reference1', 'pse_reference3', 'pseReference1', 'pseReference3', 'customer_number'],
  ...['account_number_ach', 'cc_holder', 'cc_number', 'maskedNumber'],
];
