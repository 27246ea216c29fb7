import { z } from 'zod';
import { CASH_NETWORK_NAMES, CASH_NETWORKS } from './cash-network.js';
import { cashRequestSchema } from './cash-request.schema.js';
import type { EpaycoNetwork } from './networks.js';
import { pseRequestSchema } from './pse-request.schema.js';
import type { EpaycoRequest } from './request-fields.schema.js';
import { fieldProblem, problemsOf, type FieldProblem } from './request-refusal.js';

/**
 * The body of `POST /payment/api/v1/transactions` once it is opened, all of it text. It says in other words
 * what a restpagos request says, so it is read as one: `paymentMethod` is `CASH` with a franchise or `PSE`
 * with the payer's kind and bank. A voucher's expiry cannot be asked for.
 *
 * @source epayco/epayco-node and epayco/epayco-php, development branches: `buildBody`
 */

/** The names of this service, and those of restpagos. */
const NAMES: Readonly<Record<string, string>> = {
  invoice: 'factura',
  documentType: 'tipo_doc',
  document: 'documento',
  names: 'nombres',
  lastNames: 'apellidos',
  phone: 'telefono',
  cellphone: 'celular',
  address: 'direccion',
  city: 'ciudad',
  email: 'email',
  amount: 'valor',
  tax: 'iva',
  ico: 'ico',
  taxBase: 'baseiva',
  currency: 'moneda',
  country: 'pais',
  ip: 'ip',
  responseUrl: 'url_respuesta',
  confirmationUrl: 'url_confirmacion',
  confirmationMethod: 'metodoconfirmacion',
  description: 'descripcion',
  publicKey: 'public_key',
};

const OWN_NAMES = new Map<string, string>([
  ...Object.entries(NAMES).map(([own, theirs]) => [theirs, own] as const),
  ['tipo_persona', 'paymentMethodData.typePerson'],
  ['banco', 'paymentMethodData.bankCode'],
]);

const EXTRAS = ['extra1', 'extra2', 'extra3', 'extra4', 'extra5', 'extra6'];

const texts = z.record(z.string(), z.unknown()).default({});

const bodySchema = z.looseObject({
  paymentMethod: z.enum(['CASH', 'PSE'], 'A004'),
  paymentMethodData: z.looseObject({
    franchise: z.string().optional(),
    typePerson: z.string().optional(),
    bankCode: z.string().optional(),
  }),
  testMode: z.enum(['true', 'false'], 'A002').default('true'),
  uniqueTransactionPerBill: z.enum(['true', 'false'], 'A002').default('false'),
  extras: texts,
  extrasEpayco: texts,
});

type Body = z.output<typeof bodySchema>;

export interface ApiflowRequest {
  readonly network: EpaycoNetwork;
  readonly request: EpaycoRequest;
  /** Whether a bill may have one transaction only. */
  readonly isUnique: boolean;
}

export type ParsedApiflowRequest =
  | { readonly kind: 'understood'; readonly asked: ApiflowRequest }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] };

/** @param opened - what `openLeaves` made of a body */
export function parseApiflowRequest(opened: unknown): ParsedApiflowRequest {
  const body = bodySchema.safeParse(opened);
  if (!body.success) return refused(body.error);
  const network = networkOf(body.data);
  if (network === null) {
    return { kind: 'refused', problems: [fieldProblem('paymentMethodData.franchise', 'A004')] };
  }
  const schema = network === 'pse' ? pseRequestSchema : cashRequestSchema;
  const request = schema.safeParse(inRestpagosWords(body.data));
  if (!request.success) return refused(request.error);
  const isUnique = body.data.uniqueTransactionPerBill === 'true';
  return { kind: 'understood', asked: { network, request: request.data, isUnique } };
}

function networkOf({ paymentMethod, paymentMethodData }: Body): EpaycoNetwork | null {
  if (paymentMethod === 'PSE') return 'pse';
  const { franchise } = paymentMethodData;
  return CASH_NETWORK_NAMES.find((name) => CASH_NETWORKS[name].franchise === franchise) ?? null;
}

function inRestpagosWords(body: Body): Record<string, unknown> {
  const { paymentMethodData, extras, extrasEpayco, testMode } = body;
  const renamed = Object.entries(NAMES).map(([own, theirs]) => [theirs, body[own]]);
  return {
    ...Object.fromEntries(renamed),
    ...Object.fromEntries(EXTRAS.map((name) => [name, extras[name]])),
    extras_epayco: { extra5: extrasEpayco['extra5'] },
    enpruebas: testMode.toUpperCase(),
    // A voucher is asked for without the payer's kind.
    tipo_persona: paymentMethodData.typePerson ?? (body.paymentMethod === 'CASH' ? '0' : undefined),
    banco: paymentMethodData.bankCode,
  };
}

function refused(error: z.ZodError): ParsedApiflowRequest {
  return { kind: 'refused', problems: problemsOf(error).map(inOwnWords) };
}

/** The same problem with a field by its name in this service. */
export function inOwnWords(problem: FieldProblem): FieldProblem {
  const own = OWN_NAMES.get(problem.field);
  return own === undefined ? problem : fieldProblem(own, problem.code);
}
