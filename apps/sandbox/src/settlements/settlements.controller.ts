import type { FastifyInstance } from 'fastify';
import { isDay } from '@cauce/calendar';
import type { Protocol } from '../protocols.js';
import type { SettlementStore } from './settlement-store.js';

interface DayParams {
  readonly network: string;
  readonly day: string;
}

/** Where the merchant fetches a provider's settlement files. The real places for them are not public. */
export function registerSettlements(
  app: FastifyInstance,
  protocol: Protocol,
  settlements: SettlementStore,
): void {
  app.get<{ Params: DayParams }>('/settlements/:network/:day', (request, reply) => {
    const { network, day } = request.params;
    if (!isDay(day)) return reply.status(400).send({ error: 'the day must be as 2026-11-20' });
    const files = settlements.ofDay({ protocol, network, day });
    return {
      files: files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    };
  });

  app.get<{ Params: DayParams & { name: string } }>(
    '/settlements/:network/:day/:name',
    (request, reply) => {
      const { network, day, name } = request.params;
      const bytes = settlements.read({ protocol, network, day }, name);
      if (bytes === null) return reply.callNotFound();
      return reply.type('application/octet-stream').send(bytes);
    },
  );
}
