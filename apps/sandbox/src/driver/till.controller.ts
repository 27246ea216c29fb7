import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Change } from '../epayco/provider-calls.js';
import { CASH } from '../epayco/transaction-state.js';
import { DriverError } from '../errors.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';
import { codelessSchema, paySchema, reverseSchema, straySchema } from './till.schema.js';

/** The till: a cashier takes money, or gives it back. */
export function registerTill(app: FastifyInstance, world: SandboxWorld): void {
  app.post('/till/pay', ({ body }) => {
    if (isCodeless(body)) return payView(payStray(world, parseRequest(codelessSchema, body)));
    const { code, amount = null, paidAt = null } = parseRequest(paySchema, body);
    return payView(world.provider.pay(code, { amount, paidAt: notAhead(world, paidAt) }));
  });

  app.post('/till/stray', ({ body }) => payView(payStray(world, parseRequest(straySchema, body))));

  app.post('/till/reverse', ({ body }) => {
    const wanted = parseRequest(reverseSchema, body);
    const change = world.provider.reverse(
      'refPayco' in wanted ? { refPayco: wanted.refPayco } : { pin: wanted.code },
    );
    const { refPayco, transactionId, factura, amount, changedAt } = change.transaction;
    const reversedAt = changedAt.toISOString();
    return { refPayco, transactionId, factura, amount: Number(amount.minor), reversedAt };
  });

  app.get('/till/vouchers', () => {
    world.provider.expireDue();
    const transactions = world.provider.book.allTransactions();
    return { data: transactions.filter(({ state }) => state === CASH.pending).map(voucherView) };
  });

  function voucherView({ pin, factura, refPayco, amount, network }: Change['transaction']): object {
    const expiresAt = world.provider.book.voucher(pin ?? '')?.expiresAt.toISOString() ?? null;
    return { code: pin, factura, refPayco, network, amount: Number(amount.minor), expiresAt };
  }
}

function payStray(world: SandboxWorld, asked: z.output<typeof straySchema>): Change {
  const { amount, reference, network, confirmationUrl, confirmationMethod } = asked;
  const confirmation = confirmationUrl
    ? { url: confirmationUrl, method: confirmationMethod }
    : null;
  const paidAt = notAhead(world, asked.paidAt ?? null);
  return world.provider.payStray({ amount, reference, network, paidAt, confirmation });
}

function payView({ transaction }: Change): object {
  const { refPayco, transactionId, factura, pin, amount, paidAt } = transaction;
  const at = paidAt?.toISOString() ?? null;
  return { refPayco, transactionId, factura, code: pin, amount: Number(amount.minor), paidAt: at };
}

function isCodeless(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'code' in body && body.code === null;
}

/** @throws DriverError INVALID_REQUEST for money that is not there yet */
function notAhead({ now }: SandboxWorld, paidAt: Date | null): Date | null {
  if (paidAt !== null && paidAt > now()) {
    const problems = [{ field: 'paidAt', problem: 'must not lie ahead of the sandbox’s clock' }];
    throw new DriverError('INVALID_REQUEST', { problems });
  }
  return paidAt;
}
