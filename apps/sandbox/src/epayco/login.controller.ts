import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { answerWithFaults, type Answer } from '../faults/answer-with-faults.js';
import type { EpaycoWorld } from './epayco-world.js';
import { sameSecret } from '../same-secret.js';
import { apiflowError } from './apiflow-answer.js';
import { apifyRefusal } from './listing-answer.js';

const loginSchema = z.object({ public_key: z.string(), private_key: z.string() });

/** @source epayco/epayco-node, development branch */
const clientSchema = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.literal('client_credentials'),
});

/** The SDK really sends a semicolon after the credentials. */
const BASIC = /^Basic ([A-Za-z0-9+/=]+);?$/;

/** The log-ins: with keys in the body, at apify with HTTP Basic, and at apiflow as OAuth has it. */
export function registerLogin(app: FastifyInstance, world: EpaycoWorld): void {
  app.post('/v1/auth/login', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'epayco',
      operation: 'login',
      execute: () => {
        const keys = loginSchema.safeParse(request.body);
        const isKnown = keys.success && areOurs(keys.data.public_key, keys.data.private_key, world);
        if (!isKnown) return refusal();
        return {
          status: 200,
          body: { status: true, bearer_token: world.tokens.issue('restpagos') },
        };
      },
      refusal,
    }),
  );

  app.post('/login', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'epayco',
      operation: 'login',
      execute: () => {
        const [publicKey = '', privateKey = ''] = credentialsOf(request.headers.authorization);
        if (!areOurs(publicKey, privateKey, world)) return apifyRefused();
        return { status: 200, body: { token: world.tokens.issue('apify') } };
      },
      refusal: apifyRefused,
    }),
  );

  app.post('/authentication/api/v2/login', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'epayco',
      operation: 'login',
      execute: () => {
        const client = clientSchema.safeParse(request.body);
        const { client_id: id = '', client_secret: secret = '' } = client.data ?? {};
        if (!areOurs(id, secret, world)) return apiflowRefused();
        return { status: 200, body: { data: { token: world.tokens.issue('apiflow') } } };
      },
      refusal: apiflowRefused,
    }),
  );
}

function areOurs(publicKey: string, privateKey: string, { account }: EpaycoWorld): boolean {
  return sameSecret(publicKey, account.publicKey) && sameSecret(privateKey, account.privateKey);
}

function credentialsOf(authorization: string | undefined): string[] {
  const encoded = BASIC.exec(authorization ?? '')?.[1] ?? '';
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** The failure of the first log-in is not documented: an answer without a token is what the SDK looks for. */
function refusal(): Answer {
  return { status: 401, body: { status: false, message: 'Public key o private key inválidas' } };
}

function apifyRefused(): Answer {
  return { status: 401, body: apifyRefusal('Unauthorized.', 'Credenciales inválidas') };
}

function apiflowRefused(): Answer {
  return apiflowError(401, 'Credenciales inválidas');
}
