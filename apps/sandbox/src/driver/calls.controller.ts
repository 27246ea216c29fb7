import type { FastifyInstance } from 'fastify';
import type { SandboxWorld } from '../sandbox-world.js';

/** How many calls reached the providers, and how many of them waited at once. */
export function registerCalls(app: FastifyInstance, { calls }: SandboxWorld): void {
  app.get('/calls', () => ({ data: calls.all() }));
  app.delete('/calls', () => {
    calls.reset();
    return { data: calls.all() };
  });
}
