import formbody from '@fastify/formbody';
import { dayOf } from '@cauce/calendar';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CALLBACK_MODE_NAMES, callbackSettings } from '../callbacks/callback-mode.js';
import { faultSchema } from '../driver/faults.controller.js';
import { parseRequest } from '../driver/parse-request.js';
import { settlementSchema } from '../driver/settlements.controller.js';
import { typedPesosSchema } from '../driver/till.schema.js';
import { CASH } from '../epayco/transaction-state.js';
import { DriverError } from '../errors.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { writeSettlement } from '../settlements/write-settlement.js';
import { homePage, type HomeView } from './home-page.js';
import type { Notice } from './layout.js';

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const payForm = z.object({ code: z.string().trim().min(1), pesos: typedPesosSchema.default(null) });
const reverseForm = z.object({ refPayco: z.coerce.number().int().positive() });
const faultForm = z.object({
  operation: faultSchema.shape.operation,
  kind: faultSchema.shape.kind,
  count: z.coerce.number().pipe(faultSchema.shape.count.unwrap()),
  delayMs: z.coerce.number().pipe(faultSchema.shape.delayMs.unwrap()),
});
const modeForm = z.object({ mode: z.enum(CALLBACK_MODE_NAMES) });
const settlementForm = z.object({
  day: settlementSchema.shape.day,
  defect: z.preprocess((value) => (value === '' ? null : value), settlementSchema.shape.defect),
});
const noticeQuery = z.object({ said: z.string().max(500), wrong: z.string().optional() });

/** Does what a form asks for and says in a sentence what happened. */
type Deed = (world: SandboxWorld, form: unknown) => string | Promise<string>;

const DEEDS: Readonly<Record<string, Deed>> = {
  pay: ({ provider }, form) => {
    const { code, pesos } = parseRequest(payForm, form);
    const { transaction } = provider.pay(code, { amount: pesos, paidAt: null });
    return `Took the money for ${transaction.factura}; ePayco reference ${transaction.refPayco}.`;
  },
  reverse: ({ provider }, form) => {
    const { transaction } = provider.reverse(parseRequest(reverseForm, form));
    return `Gave the money of ${transaction.refPayco} back.`;
  },
  fault: ({ faults }, form) => {
    const fault = parseRequest(faultForm, form);
    faults.add(fault);
    return `The next ${fault.count} requests of kind ${fault.operation} meet ${fault.kind}.`;
  },
  repair: ({ faults }) => {
    faults.clear();
    return 'All faults are repaired.';
  },
  callbacks: ({ confirmations }, form) => {
    confirmations.settings = callbackSettings(parseRequest(modeForm, form).mode);
    return `Confirmations are now in the mode ${confirmations.settings.mode}.`;
  },
  flush: async ({ confirmations }) => `Sent ${(await confirmations.flush()).length} confirmations.`,
  settlement: (world, form) => {
    const { day, defect } = parseRequest(settlementForm, form);
    const { name } = writeSettlement(world, { day, defect, modifier: 'A', lines: 'all' });
    return `Wrote ${name}.`;
  },
};

/** The sandbox for a person: one page of forms, no script. */
export async function registerPages(app: FastifyInstance, world: SandboxWorld): Promise<void> {
  await app.register(formbody);

  app.get('/', (request, reply) => {
    const page = homePage(viewOf(world, noticeOf(request)));
    return reply.headers(HEADERS).type('text/html; charset=utf-8').send(page);
  });

  for (const [name, deed] of Object.entries(DEEDS)) {
    app.post(`/pages/${name}`, async ({ body }, reply) => {
      try {
        return tell(reply, { said: await deed(world, body) });
      } catch (error) {
        if (!(error instanceof DriverError)) throw error;
        const problems = error.facts.problems?.map(({ field, problem }) => `${field}: ${problem}`);
        return tell(reply, { said: problems?.join('; ') ?? error.message, wrong: 'yes' });
      }
    });
  }
}

function tell(reply: FastifyReply, query: Record<string, string>): FastifyReply {
  return reply.redirect(`/?${new URLSearchParams(query)}`, 303);
}

function noticeOf({ query }: FastifyRequest): Notice | null {
  const { data } = noticeQuery.safeParse(query);
  return data === undefined ? null : { text: data.said, isError: data.wrong !== undefined };
}

function viewOf(world: SandboxWorld, notice: Notice | null): HomeView {
  const { provider, confirmations, faults, settlements, now } = world;
  const journal = provider.journal.toReversed();
  const all = provider.book.allTransactions();
  return {
    notice,
    today: dayOf(now()),
    open: all.flatMap((transaction) => {
      const voucher = provider.book.voucher(transaction.pin ?? '');
      return transaction.state === CASH.pending && voucher ? [{ voucher, transaction }] : [];
    }),
    paid: all.filter(({ state }) => state === CASH.accepted),
    faults: faults.active(),
    mode: confirmations.settings.mode,
    deliveries: confirmations.list(),
    journal,
    files: settlements.all(),
  };
}
