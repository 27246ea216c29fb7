/**
 * Fields of Mercado Pago that hold credentials or name the payer; they are taken out of recorded exchanges.
 * Names, e-mail, phone and address are taken out anyhow. Leaves are named rather than the objects around
 * them, because a value that was found is taken out wherever else it stands.
 */
export const MERCADOPAGO_PRIVATE_FIELDS: readonly string[] = [
  ...['number', 'area_code', 'extension', 'ip_address', 'cardholder', 'card'],
  ...['zip_code', 'street_name', 'street_number', 'neighborhood', 'city', 'federal_unit'],
  ...['bank_info', 'account_holder_name', 'account_id', 'long_name', 'shipments'],
];
