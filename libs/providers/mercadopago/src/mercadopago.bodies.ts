import { ConnectorError, type IssueRequest } from '@cauce/connector-kit';
import { toWirePesos } from './mercadopago.mapping.js';
import {
  addressOf,
  identificationOf,
  namesOf,
  phoneOf,
  plain,
  type PostalAddress,
} from './mercadopago.payer.js';
import { toOffsetTime } from './mercadopago.time.js';

/** `payment_method_id` of PSE. */
export const PSE = 'pse';

/** What a bank transfer needs besides the payment. */
export interface PseForm {
  /** The payer's address for all that Mercado Pago knows; null leaves it out. */
  readonly payerAddress: PostalAddress | null;
  /** Address on the internet that Mercado Pago is told as the payer's. */
  readonly egressIp: string;
}

/** A create, and the values in it that may not be kept wherever an answer repeats them. */
export interface CreateBody {
  readonly json: string;
  readonly personal: readonly string[];
}

/**
 * The body of a voucher for cash.
 *
 * @param method the network's `payment_method_id`: `efecty`
 * @throws ConnectorError invalid_request for centavos, another currency, or a payer without e-mail
 */
export function toCashBody(request: IssueRequest, method: string): CreateBody {
  const { payer } = request;
  const identification =
    payer.document === null ? {} : { identification: identificationOf(payer.document, 'cash') };
  return toBody({
    ...paymentOf(request, method),
    date_of_expiration: toOffsetTime(request.expiresAt),
    payer: { email: emailOf(request), ...namesOf(payer), ...identification },
  });
}

/**
 * The body of a bank transfer over PSE. It has no end of its own: Mercado Pago sets one.
 *
 * @throws ConnectorError invalid_request as for cash, and without document, bank or a place to return to
 */
export function toPseBody(request: IssueRequest, form: PseForm): CreateBody {
  const { payer } = request;
  const phone = phoneOf(payer.phone);
  return toBody({
    ...paymentOf(request, PSE),
    callback_url: present(request.returnUrl, 'a place to return to'),
    transaction_details: { financial_institution: present(request.bank, 'the payer’s bank') },
    additional_info: { ip_address: form.egressIp },
    payer: {
      email: emailOf(request),
      entity_type: payer.kind === 'company' ? 'association' : 'individual',
      ...namesOf(payer),
      identification: identificationOf(present(payer.document, 'a document'), 'pse'),
      ...(form.payerAddress === null ? {} : { address: addressOf(form.payerAddress) }),
      ...(phone === null ? {} : { phone }),
    },
  });
}

/** What both kinds have. Callbacks carry no reference of ours, so that it is put behind their address. */
function paymentOf(request: IssueRequest, method: string) {
  const { reference, amount, description, callbackUrl } = request;
  return {
    transaction_amount: toWirePesos(amount),
    description: plain(description) || reference,
    payment_method_id: method,
    external_reference: reference,
    notification_url: `${callbackUrl}/${reference}`,
  };
}

interface PayerFields {
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly identification?: { readonly number: string };
  readonly phone?: { readonly number: string };
}

function toBody<T extends { readonly payer: PayerFields }>(fields: T): CreateBody {
  const { email, first_name, last_name, identification, phone } = fields.payer;
  const values = [email, first_name, last_name, identification?.number, phone?.number];
  return {
    json: JSON.stringify(fields),
    personal: values.filter((value) => value !== undefined),
  };
}

function emailOf({ payer }: IssueRequest): string {
  return present(payer.email, 'an e-mail address');
}

function present<T>(value: T | null, what: string): T {
  if (value === null) throw new ConnectorError('invalid_request', `Mercado Pago wants ${what}`);
  return value;
}
