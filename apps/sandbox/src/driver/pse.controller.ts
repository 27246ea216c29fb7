import type { FastifyInstance } from 'fastify';
import { DriverError } from '../errors.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { BANK_DEEDS, bankSession, visitBank, type BankDeed } from './visit-bank.js';

/** The payer at the bank. */
export function registerPse(app: FastifyInstance, { providers }: SandboxWorld): void {
  app.post<{ Params: { code: string; deed: string } }>('/pse/:code/:deed', ({ params }) => {
    const session = bankSession(providers, params.code);
    const { transaction } = visitBank(session, deedOf(params.deed));
    const { id, reference, code, amount, state, changedAt } = transaction;
    const at = changedAt.toISOString();
    return { transaction: id, reference, code, amount: Number(amount.minor), state, changedAt: at };
  });
}

function deedOf(text: string): BankDeed {
  const names = Object.keys(BANK_DEEDS);
  const deed = names.find((name): name is BankDeed => name === text);
  if (deed !== undefined) return deed;
  throw new DriverError('UNKNOWN_PATH', { validValues: names });
}
