import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JOURNAL_KINDS } from '../journal/journal-line.schema.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';

const journalQuery = z.strictObject({
  protocol: z.enum(['epayco']).optional(),
  kind: z.enum(JOURNAL_KINDS).optional(),
  factura: z.string().optional(),
  code: z.string().optional(),
});

/** What the provider itself executed, oldest first and whole: the oracle of tests. */
export function registerJournal(app: FastifyInstance, { provider }: SandboxWorld): void {
  app.get('/journal', ({ query }) => {
    const { kind, factura, code } = parseRequest(journalQuery, query);
    const data = provider.journal.filter(
      (line) =>
        (kind === undefined || line.kind === kind) &&
        (factura === undefined || line.factura === factura) &&
        (code === undefined || line.pin === code),
    );
    return { data };
  });
}
