import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JOURNAL_KINDS } from '../journal/journal-line.schema.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';
import { PROTOCOLS } from '../protocols.js';

const journalQuery = z.strictObject({
  protocol: z.enum(PROTOCOLS).optional(),
  kind: z.enum(JOURNAL_KINDS).optional(),
  reference: z.string().optional(),
  code: z.string().optional(),
});

/** What the providers themselves executed, each oldest first and whole: the oracle of tests. */
export function registerJournal(app: FastifyInstance, { providers }: SandboxWorld): void {
  app.get('/journal', ({ query }) => {
    const { protocol, kind, reference, code } = parseRequest(journalQuery, query);
    const asked = protocol === undefined ? providers.all : [providers.of(protocol)];
    const data = asked
      .flatMap(({ collector }) => collector.journal)
      .filter(
        (line) =>
          (kind === undefined || line.kind === kind) &&
          (reference === undefined || line.reference === reference) &&
          (code === undefined || line.code === code),
      );
    return { data };
  });
}
