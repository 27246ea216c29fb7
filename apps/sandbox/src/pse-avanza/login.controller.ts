import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { answerWithFaults } from '../faults/answer-with-faults.js';
import { sameSecret } from '../same-secret.js';
import { TOKEN_SECONDS } from './bearer-tokens.js';
import type { PseAvanzaWorld } from './pse-avanza-world.js';

const form = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
});

/** The log-in, a form as OAuth has it. */
export function registerLogIn(app: FastifyInstance, world: PseAvanzaWorld): void {
  const { clientId, clientSecret } = world.account;
  const refusal = () => ({ status: 401, body: { error: 'invalid_client' } });
  app.post('/oauth/client_credential/accesstoken', (request, reply) =>
    answerWithFaults(world, reply, {
      protocol: 'pse_avanza',
      operation: 'login',
      execute: () => {
        const { data } = form.safeParse(request.body);
        if (data === undefined) return refusal();
        const known = [
          sameSecret(data.client_id, clientId),
          sameSecret(data.client_secret, clientSecret),
        ];
        if (!known.every(Boolean)) return refusal();
        const body = {
          access_token: world.tokens.issue(),
          token_type: 'Bearer',
          expires_in: String(TOKEN_SECONDS),
        };
        return { status: 200, body };
      },
      refusal,
    }),
  );
}
