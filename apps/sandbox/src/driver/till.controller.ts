import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Change } from '../collections/collection.js';
import { DriverError } from '../errors.js';
import type { PretendProvider } from '../pretend-provider.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { parseRequest } from './parse-request.js';
import {
  codelessSchema,
  expireSchema,
  paySchema,
  reverseSchema,
  straySchema,
} from './till.schema.js';

/** The till: a cashier takes money, or gives it back. */
export function registerTill(app: FastifyInstance, world: SandboxWorld): void {
  const { providers } = world;
  app.post('/till/pay', ({ body }) => {
    if (isCodeless(body)) return payView(payStray(world, parseRequest(codelessSchema, body)));
    const { code, amount = null, paidAt = null } = parseRequest(paySchema, body);
    const payment = { amount, paidAt: notAhead(world, paidAt) };
    return payView(providers.withCode(code).provider.collector.pay(code, payment));
  });

  app.post('/till/stray', ({ body }) => payView(payStray(world, parseRequest(straySchema, body))));

  app.post('/till/reverse', ({ body }) => {
    const wanted = parseRequest(reverseSchema, body);
    const { transaction } =
      'transaction' in wanted
        ? providers.withTransaction(wanted.transaction).collector.reverse(wanted)
        : providers.withCode(wanted.code).provider.collector.reverse(wanted);
    const { id, reference, amount, changedAt } = transaction;
    const reversedAt = changedAt.toISOString();
    return { transaction: id, reference, amount: Number(amount.minor), reversedAt };
  });

  app.post('/till/expire', ({ body }) => expireNow(world, parseRequest(expireSchema, body).code));

  app.get('/till/vouchers', () => {
    providers.expireDue();
    return { data: providers.all.flatMap(vouchersOf) };
  });
}

/** Ends the time of a voucher or session now, as it would end by itself. */
function expireNow({ providers }: SandboxWorld, code: string): object {
  providers.expireDue();
  const { collector } = providers.withCode(code).provider;
  const waiting = collector.book.transactionsOfCode(code).find(({ state }) => state === 'pending');
  if (waiting === undefined) throw new DriverError('NOTHING_TO_EXPIRE', { detail: `code ${code}` });
  const { id, reference, changedAt } = collector.end('expired', waiting).transaction;
  return { transaction: id, reference, code, expiredAt: changedAt.toISOString() };
}

/** Codes that nobody has paid yet. */
function vouchersOf({ protocol, collector }: PretendProvider): object[] {
  const open = collector.book.allTransactions().filter(({ state }) => state === 'pending');
  return open.map(({ code, reference, id, amount, network }) => {
    const expiresAt = collector.book.voucher(code ?? '')?.expiresAt.toISOString() ?? null;
    const voucher = { code, reference, transaction: id, network, expiresAt };
    return { protocol, ...voucher, amount: Number(amount.minor) };
  });
}

function payStray(world: SandboxWorld, asked: z.output<typeof straySchema>): Change {
  const { protocol, amount, reference, network, confirmationUrl, confirmationMethod } = asked;
  const callback = confirmationUrl ? { url: confirmationUrl, method: confirmationMethod } : null;
  const paidAt = notAhead(world, asked.paidAt ?? null);
  const { collector, networks } = world.providers.of(protocol);
  if (!networks.includes(network)) {
    const problem = {
      field: 'network',
      problem: 'is none of this provider',
      validValues: networks,
    };
    throw new DriverError('INVALID_REQUEST', { problems: [problem] });
  }
  return collector.payStray({ amount, reference, network, paidAt, callback });
}

function payView({ transaction }: Change): object {
  const { id, reference, code, amount, paidAt } = transaction;
  const at = paidAt?.toISOString() ?? null;
  return { transaction: id, reference, code, amount: Number(amount.minor), paidAt: at };
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
