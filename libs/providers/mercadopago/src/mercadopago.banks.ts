import { ConnectorError, type Bank } from '@cauce/connector-kit';
import { methodsReply } from './mercadopago.messages.js';

/** A first row that is no bank: "A continuación seleccione su banco", with code 0 where it has one. */
const PLACEHOLDER_CODE = /^0*$/;
const PLACEHOLDER_NAME = /seleccion|selecion|select/i;

/**
 * The banks of a method, out of the list of all methods.
 *
 * @param method the row's `id`: `pse`
 * @returns without placeholders, in Mercado Pago's order
 * @throws ConnectorError malformed_reply when the method is not there, or has no bank
 */
export function banksOf(json: unknown, method: string): Bank[] {
  const methods = methodsReply.safeParse(json);
  if (!methods.success) {
    throw new ConnectorError('malformed_reply', 'the list of methods is not as it should be', {
      cause: methods.error,
    });
  }
  const banks = methods.data
    .filter((one) => one.id === method)
    .flatMap((one) => one.financial_institutions)
    .filter(({ id, description }) => !isPlaceholder(id, description))
    .map(({ id, description }) => ({ code: id, name: description.trim() }));
  if (banks.length > 0) return banks;
  throw new ConnectorError('malformed_reply', `no banks for ${method}`);
}

function isPlaceholder(code: string, name: string): boolean {
  return PLACEHOLDER_CODE.test(code) || PLACEHOLDER_NAME.test(name);
}
