import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseExactly, type CallbackReading, type RawCallback } from '@cauce/connector-kit';
import { webhookBody } from './mercadopago.messages.js';

/** Headers that the signature needs. */
export const CALLBACK_HEADERS: readonly string[] = ['x-signature', 'x-request-id'];

/** Longest body that is parsed; a real one has some two hundred characters. */
const MAX_BODY_BYTES = 16_384;

/** A reference of ours, which stands behind the address that Mercado Pago was given. */
const OUR_FORM = /^\d{1,48}$/;

/** An id of a payment; nothing else is ever put into a path. */
const PAYMENT_ID = /^\d{1,24}$/;

/** A timestamp in seconds, in newer webhooks milliseconds. */
const TIMESTAMP = /^\d{1,16}$/;

/** What a webhook is signed with. */
export interface Manifest {
  /** `data.id` of the query. */
  readonly dataId: string;
  /** Header `x-request-id`. */
  readonly requestId: string;
  /** `ts` of the header `x-signature`. */
  readonly timestamp: string;
}

/**
 * The signature of a webhook: HMAC-SHA256 over the manifest, whose pairs are left out where they have no
 * value. It covers which payment changed, and neither state nor amount nor our reference.
 *
 * @returns 64 hexadecimal digits
 * @source npm mercadopago 3.6.1, `WebhookSignatureValidator`; test vector in the specs
 */
export function webhookSignature(manifest: Manifest, secret: string): string {
  const pairs = [
    ['id', manifest.dataId],
    ['request-id', manifest.requestId],
    ['ts', manifest.timestamp],
  ] as const;
  const text = pairs
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}:${value};`);
  return createHmac('sha256', secret).update(text.join('')).digest('hex');
}

/**
 * Reads a webhook and checks its signature. The age of its timestamp does not matter: whatever it says is
 * asked for before it is believed.
 *
 * @param secrets of the application; more than one while they are being changed
 * @returns a hint when the signature is right and covers the payment that the body names, else `forged` with
 *   the reference that its address has
 */
export function readWebhook(callback: RawCallback, secrets: readonly string[]): CallbackReading {
  const reference = OUR_FORM.test(callback.suffix) ? callback.suffix : null;
  const dataId = new URLSearchParams(callback.query).get('data.id') ?? '';
  const body = webhookBody.safeParse(parsed(callback.body));
  const isAbout = body.success && body.data.data.id === dataId && PAYMENT_ID.test(dataId);
  const signed = partsOf(callback.headers['x-signature'] ?? '');
  if (!isAbout || !isSigned(callback, dataId, signed, secrets))
    return { kind: 'forged', reference };
  return {
    kind: 'hint',
    signature: signed.signature.toLowerCase(),
    hint: { reference: reference ?? '', providerTransactionId: dataId, claims: null },
  };
}

function isSigned(
  callback: RawCallback,
  dataId: string,
  { timestamp, signature }: SignatureParts,
  secrets: readonly string[],
): boolean {
  if (!TIMESTAMP.test(timestamp)) return false;
  const requestId = (callback.headers['x-request-id'] ?? '').trim();
  const received = Buffer.from(signature.toLowerCase());
  return secrets.some((secret) => {
    const expected = Buffer.from(webhookSignature({ dataId, requestId, timestamp }, secret));
    return expected.length === received.length && timingSafeEqual(expected, received);
  });
}

interface SignatureParts {
  readonly timestamp: string;
  readonly signature: string;
}

/** `ts=1704908010,v1=0131…`; other parts are of other versions. */
function partsOf(header: string): SignatureParts {
  const parts = new Map(
    header.split(',', 10).map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  return { timestamp: parts.get('ts') ?? '', signature: parts.get('v1') ?? '' };
}

function parsed(body: Uint8Array): unknown {
  try {
    return parseExactly(new TextDecoder().decode(body.subarray(0, MAX_BODY_BYTES)));
  } catch {
    return null;
  }
}
