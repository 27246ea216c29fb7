/** Fields of ePayco that hold credentials or name the payer; they are taken out of recorded exchanges. */
export const EPAYCO_PRIVATE_FIELDS: readonly string[] = [
  ...['public_key', 'private_key', 'bearer_token', 'token', 'x_signature'],
  ...['documento', 'nombres', 'apellidos', 'email', 'celular', 'telefono', 'direccion', 'ip'],
  ...['x_customer_document', 'x_customer_name', 'x_customer_lastname', 'x_customer_email'],
  ...['x_customer_phone', 'x_customer_movil', 'x_customer_address', 'x_customer_ip'],
  ...['document', 'names', 'lastnames', 'documenttype', 'cellphone', 'payerinformation'],
];
