import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SandboxWorld } from '../sandbox-world.js';
import { SETTLEMENT_DEFECT_NAMES } from '../settlements/settlement-defect.js';
import { writeSettlement } from '../settlements/write-settlement.js';
import { parseRequest } from './parse-request.js';
import { daySchema } from './till.schema.js';

export const settlementSchema = z.strictObject({
  day: daySchema,
  network: z.string().nullable().default(null),
  defect: z.enum(SETTLEMENT_DEFECT_NAMES).nullable().default(null),
  modifier: z
    .string()
    .regex(/^[A-Z]$/, 'must be one letter from A to Z')
    .default('A'),
  /** `new` reports only what no other file of the day reports. */
  lines: z.enum(['all', 'new']).default('all'),
});

/** The settlement office. */
export function registerSettlementOffice(app: FastifyInstance, world: SandboxWorld): void {
  const { providers, settlements } = world;
  app.get<{ Params: { protocol: string } }>('/settlements/:protocol', ({ params }) => {
    const { protocol } = providers.of(params.protocol);
    return { data: settlements.all().filter((file) => file.protocol === protocol) };
  });

  app.post<{ Params: { protocol: string } }>('/settlements/:protocol', ({ params, body }) => {
    const provider = providers.of(params.protocol);
    return writeSettlement(settlements, { provider, ...parseRequest(settlementSchema, body) });
  });
}
