import {
  clipExpiry,
  ConnectorError,
  type ExpiryRule,
  type Issued,
  type IssueRequest,
} from '@cauce/connector-kit';
import { compare } from '@cauce/money';
import { toMoney, wholePesos } from './epayco.amounts.js';
import { encryptField, keyFields } from './epayco.field-cipher.js';
import { canonicalReference, type EpaycoAccount } from './epayco.mapping.js';
import type { TransferData } from './epayco.messages.js';
import { documentOf, namesOf, nationalPhone, plain, present } from './epayco.payer.js';
import { statusOf } from './epayco.states.js';
import { fromBogotaTime } from './epayco.time.js';

/**
 * The body of a transfer, in the order in which the SDK writes it; all but constants is encrypted.
 *
 * @param privateKey 32 hexadecimal digits
 * @throws ConnectorError invalid_request for centavos, another currency, no bank, or a payer without document
 *   or e-mail
 * @source npm epayco-sdk-node 1.4.4, `bank.create`, and the names of its `keylang.json`
 */
export function toTransferBody(
  request: IssueRequest,
  account: EpaycoAccount,
  privateKey: string,
): Record<string, string | Record<string, string>> {
  const { payer } = request;
  const test = account.isTest ? 'TRUE' : 'FALSE';
  const encrypted = (text: string) => encryptField(text, privateKey);
  const fields = {
    banco: present(request.bank, 'a bank'),
    factura: request.reference,
    descripcion: plain(request.description),
    valor: wholePesos(request.amount),
    iva: '0',
    baseiva: '0',
    moneda: 'COP',
    tipo_persona: payer.kind === 'company' ? '1' : '0',
    ...documentOf(payer),
    ...namesOf(payer),
    email: present(payer.email, 'an e-mail address'),
    pais: 'CO',
    celular: nationalPhone(payer.phone),
    url_respuesta: present(request.returnUrl, 'a place to return to'),
    url_confirmacion: request.callbackUrl,
    metodoconfirmacion: 'POST',
    ip: account.egressIp,
    test,
  };
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, encrypted(text)])),
    extras_epayco: { extra5: encrypted('P44') },
    public_key: account.publicKey,
    ...keyFields(privateKey),
    enpruebas: encrypted(test),
    lenguaje: 'javascript',
  };
}

/**
 * Reads the answer of a transfer's create. ePayco names no end: it is taken for what the route's rule says,
 * from when ePayco made it.
 *
 * @throws ConnectorError wrong_reference for another factura or amount, malformed_reply, provider_rejected
 */
export function toTransfer(
  data: TransferData,
  request: IssueRequest,
  expiry: ExpiryRule,
  now: Date,
): Issued {
  if (canonicalReference(data.factura) !== request.reference) {
    throw new ConnectorError('wrong_reference', 'the answer is about another factura');
  }
  if (compare(toMoney(data.valor, data.moneda), request.amount) !== 0) {
    throw new ConnectorError('wrong_reference', 'the answer is about another amount');
  }
  const state = data.cod_respuesta ?? null;
  const status = state === null ? 'pending' : statusOf(state);
  if (status === null) throw new ConnectorError('malformed_reply', `unknown state ${state}`);
  if (status === 'rejected') throw new ConnectorError('provider_rejected', 'ended at once');
  const madeAt = data.fecha === undefined ? now : fromBogotaTime(data.fecha);
  return {
    providerTransactionId: data.ref_payco,
    instruction: {
      kind: 'redirect',
      url: data.urlbanco,
      expiresAt: clipExpiry(request.expiresAt, expiry, madeAt),
    },
  };
}
