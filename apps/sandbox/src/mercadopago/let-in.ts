import type { FastifyRequest } from 'fastify';
import type { Answer } from '../faults/answer-with-faults.js';
import { sameSecret } from '../same-secret.js';
import type { MercadopagoAccount } from './account.js';
import { unauthorized } from './refusal.js';

/**
 * Executes for who has the account's token.
 *
 * @source mercadopago.com.co, credentials: `Authorization: Bearer <access token>` on every path
 */
export function letIn(
  account: MercadopagoAccount,
  request: FastifyRequest,
  execute: () => Answer | Promise<Answer>,
): () => Answer | Promise<Answer> {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return () => unauthorized(true);
  return sameSecret(token, account.accessToken) ? execute : () => unauthorized(false);
}
