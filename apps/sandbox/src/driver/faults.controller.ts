import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FAULT_KIND_NAMES, FAULT_OPERATIONS } from '../faults/fault-kinds.js';
import { DriverError } from '../errors.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';
import { PROTOCOLS } from '../protocols.js';

const MAX_COUNT = 1_000_000;
const MAX_DELAY_MS = 600_000;

export const faultSchema = z.strictObject({
  protocol: z.enum(PROTOCOLS),
  operation: z.enum(FAULT_OPERATIONS),
  kind: z.enum(FAULT_KIND_NAMES),
  count: z.int().min(1).max(MAX_COUNT).default(1),
  delayMs: z.int().min(0).max(MAX_DELAY_MS).default(1_000),
});

/** @throws DriverError INVALID_REQUEST for an operation that the provider does not have */
export function addFault(
  { providers, faults }: SandboxWorld,
  asked: z.output<typeof faultSchema>,
): void {
  const validValues = [...providers.of(asked.protocol).operations, 'any'];
  if (!validValues.includes(asked.operation)) {
    const problem = `is none of ${asked.protocol}`;
    const problems = [{ field: 'operation', problem, validValues }];
    throw new DriverError('INVALID_REQUEST', { problems });
  }
  faults.add(asked);
}

/** The fault board. */
export function registerFaults(app: FastifyInstance, world: SandboxWorld): void {
  const { faults } = world;
  const active = () => ({ data: faults.active() });

  app.get('/faults', active);
  app.post('/faults', ({ body }) => {
    addFault(world, parseRequest(faultSchema, body));
    return active();
  });
  app.delete('/faults', () => {
    faults.clear();
    return active();
  });
}
