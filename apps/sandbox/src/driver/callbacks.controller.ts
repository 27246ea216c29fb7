import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CALLBACK_MODE_NAMES, callbackSettings } from '../callbacks/callback-mode.js';
import { FORGED_SIGNATURES } from '../callbacks/confirmation.js';
import { deliveryView, type Delivery } from '../callbacks/delivery.js';
import { DriverError } from '../errors.js';
import type { PretendProvider } from '../pretend-provider.js';
import { PROTOCOLS } from '../protocols.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';

export const callbacksSchema = z.strictObject({
  protocol: z.enum(PROTOCOLS),
  mode: z.enum(CALLBACK_MODE_NAMES),
  copies: z.int().min(1).max(1_000).optional(),
  parallel: z.int().min(1).max(200).optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  pay: z.boolean().optional(),
  pending: z.boolean().optional(),
});

const signature = z.enum(FORGED_SIGNATURES).default('wrong');
const forgeSchema = z.union([
  z.strictObject({ transaction: z.int().positive(), signature }),
  z.strictObject({ code: z.string().min(1), signature }),
]);

const callbacksQuery = z.strictObject({ protocol: z.enum(PROTOCOLS).default('epayco') });

/** How confirmations behave, and what became of them. */
export function registerCallbacks(app: FastifyInstance, { providers }: SandboxWorld): void {
  const view = ({ protocol, confirmations }: PretendProvider) => ({
    protocol,
    ...confirmations.settings,
    deliveries: confirmations.list().map(deliveryView),
  });

  app.get('/callbacks', ({ query }) => {
    providers.expireDue();
    return view(providers.of(parseRequest(callbacksQuery, query).protocol));
  });

  app.post('/callbacks', ({ body }) => {
    const { protocol, mode, ...asked } = parseRequest(callbacksSchema, body);
    const provider = providers.of(protocol);
    provider.confirmations.settings = callbackSettings(mode, asked);
    return view(provider);
  });

  app.post('/callbacks/flush', async () => {
    const sent: Delivery[] = [];
    for (const { confirmations } of providers.all) sent.push(...(await confirmations.flush()));
    return { data: sent.map(deliveryView) };
  });

  app.post('/callbacks/forge', async ({ body }) => {
    const asked = parseRequest(forgeSchema, body);
    const { provider, transaction } = 'transaction' in asked ? known(asked) : latest(asked.code);
    const sent = await provider.confirmations.sendForged(transaction, asked.signature);
    if (sent !== null) return deliveryView(sent);
    throw new DriverError('INVALID_REQUEST', { detail: 'the voucher has no confirmation URL' });
  });

  function known({ transaction: id }: { transaction: number }) {
    const provider = providers.withTransaction(id);
    return { provider, transaction: provider.collector.transaction(id) };
  }

  function latest(code: string) {
    const { provider } = providers.withCode(code);
    const transaction = provider.collector.book.transactionsOfCode(code).at(-1);
    if (transaction !== undefined) return { provider, transaction };
    throw new DriverError('UNKNOWN_CODE', { detail: `code ${code}` });
  }
}
