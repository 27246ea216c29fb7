import type { FastifyInstance } from 'fastify';
import { BANK_DEEDS, bankSession, visitBank, type BankDeed } from '../driver/visit-bank.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { bankPage } from './bank-page.js';
import { PAGE_HEADERS } from './layout.js';

interface Visit {
  Params: { readonly code: string };
}

/**
 * The bank for a person, without scripts. Whoever has done something there is shown how it ended, with the way
 * back to the shop as a link: the page may post to itself alone.
 */
export function registerBank(app: FastifyInstance, { providers }: SandboxWorld): void {
  app.get<Visit>('/bank/:code', ({ params }, reply) => {
    const page = bankPage(bankSession(providers, params.code));
    return reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page);
  });

  for (const deed of Object.keys(BANK_DEEDS) as BankDeed[]) {
    app.post<Visit>(`/bank/:code/${deed}`, ({ params }, reply) => {
      const session = bankSession(providers, params.code);
      // Pressed twice, or after its end: the page says how it ended, which is all that a payer can be told.
      if (session.transaction.state === 'pending') visitBank(session, deed);
      return reply.redirect(`/bank/${encodeURIComponent(params.code)}`, 303);
    });
  }
}
