/**
 * Fields of PSE that hold credentials or name the payer. Its messages are recorded as they travel, sealed; the
 * fields matter where something is said outside of the envelope: in the log-in, or by a gateway in between.
 */
export const PSE_AVANZA_PRIVATE_FIELDS: readonly string[] = [
  ...['client_id', 'client_secret', 'access_token', 'refresh_token', 'apikey'],
  ...['identificationNumber', 'identificationType', 'fullName', 'cellphoneNumber', 'address'],
  ...['email', 'beneficiaryIdentification', 'authorizationID'],
];
