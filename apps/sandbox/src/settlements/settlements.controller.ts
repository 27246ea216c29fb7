import type { FastifyInstance } from 'fastify';
import { isDay } from '@cauce/calendar';
import type { SandboxWorld } from '../sandbox-world.js';

interface DayParams {
  readonly day: string;
}

/** Where the merchant fetches settlement files. ePayco's real place for them is not public. */
export function registerSettlements(app: FastifyInstance, world: SandboxWorld): void {
  app.get<{ Params: DayParams }>('/settlements/:day', (request, reply) => {
    const { day } = request.params;
    if (!isDay(day)) return reply.status(400).send({ error: 'the day must be as 2026-11-20' });
    const files = world.settlements.ofDay(day);
    return {
      files: files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    };
  });

  app.get<{ Params: DayParams & { name: string } }>('/settlements/:day/:name', (request, reply) => {
    const { day, name } = request.params;
    const bytes = world.settlements.read(day, name);
    if (bytes === null) return reply.callNotFound();
    return reply.type('application/octet-stream').send(bytes);
  });
}
