import { createHmac } from 'node:crypto';

/** What the signature of a webhook covers: neither state, amount nor reference. */
export interface SignedPart {
  readonly dataId: string;
  readonly requestId: string;
  /** Seconds since 1970. */
  readonly ts: number;
}

/**
 * The `x-signature` of a webhook.
 *
 * @returns `ts=…,v1=…` with 64 hexadecimal digits of HMAC-SHA256
 * @source mercadopago.com.co, webhooks; `WebhookSignatureValidator` of npm mercadopago 3.6.1
 */
export function signWebhook(secret: string, { dataId, requestId, ts }: SignedPart): string {
  const manifest = `id:${dataId};request-id:${requestId};ts:${ts};`;
  return `ts=${ts},v1=${createHmac('sha256', secret).update(manifest).digest('hex')}`;
}
