import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CALLBACK_MODE_NAMES, callbackSettings } from '../callbacks/callback-mode.js';
import { confirmationOf, forge, FORGED_SIGNATURES } from '../callbacks/confirmation.js';
import { deliveryView } from '../callbacks/delivery.js';
import { DriverError } from '../errors.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';

export const callbacksSchema = z.strictObject({
  protocol: z.enum(['epayco']),
  mode: z.enum(CALLBACK_MODE_NAMES),
  copies: z.int().min(1).max(1_000).optional(),
  parallel: z.int().min(1).max(200).optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  pay: z.boolean().optional(),
  pending: z.boolean().optional(),
});

const signature = z.enum(FORGED_SIGNATURES).default('wrong');
const forgeSchema = z.union([
  z.strictObject({ refPayco: z.int().positive(), signature }),
  z.strictObject({ code: z.string().min(1), signature }),
]);

/** How confirmations behave, and what became of them. */
export function registerCallbacks(app: FastifyInstance, world: SandboxWorld): void {
  const { confirmations, provider, account } = world;
  const view = () => ({
    protocol: 'epayco',
    ...confirmations.settings,
    deliveries: confirmations.list().map(deliveryView),
  });

  app.get('/callbacks', () => {
    provider.expireDue();
    return view();
  });

  app.post('/callbacks', ({ body }) => {
    const { mode, ...asked } = parseRequest(callbacksSchema, body);
    confirmations.settings = callbackSettings(mode, asked);
    return view();
  });

  app.post('/callbacks/flush', async () => ({
    data: (await confirmations.flush()).map(deliveryView),
  }));

  app.post('/callbacks/forge', async ({ body }) => {
    const asked = parseRequest(forgeSchema, body);
    const refPayco = 'refPayco' in asked ? asked.refPayco : latestOf(asked.code);
    const truth = confirmationOf(provider.transaction(refPayco), account);
    if (truth === null) {
      throw new DriverError('INVALID_REQUEST', { detail: 'the voucher has no confirmation URL' });
    }
    return deliveryView(await confirmations.sendForged(forge(truth, asked.signature)));
  });

  function latestOf(code: string): number {
    const latest = provider.book.transactionsOfPin(code).at(-1);
    if (latest === undefined) throw new DriverError('UNKNOWN_CODE', { detail: `code ${code}` });
    return latest.refPayco;
  }
}
