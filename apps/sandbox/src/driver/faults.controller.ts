import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FAULT_KIND_NAMES, FAULT_OPERATIONS } from '../faults/fault-kinds.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';

const MAX_COUNT = 1_000_000;
const MAX_DELAY_MS = 600_000;

export const faultSchema = z.strictObject({
  protocol: z.enum(['epayco']),
  operation: z.enum(FAULT_OPERATIONS),
  kind: z.enum(FAULT_KIND_NAMES),
  count: z.int().min(1).max(MAX_COUNT).default(1),
  delayMs: z.int().min(0).max(MAX_DELAY_MS).default(1_000),
});

/** The fault board. */
export function registerFaults(app: FastifyInstance, { faults }: SandboxWorld): void {
  const active = () => ({ data: faults.active() });

  app.get('/faults', active);
  app.post('/faults', ({ body }) => {
    faults.add(parseRequest(faultSchema, body));
    return active();
  });
  app.delete('/faults', () => {
    faults.clear();
    return active();
  });
}
