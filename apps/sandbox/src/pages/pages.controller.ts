import formbody from '@fastify/formbody';
import { dayOf } from '@cauce/calendar';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CALLBACK_MODE_NAMES, callbackSettings } from '../callbacks/callback-mode.js';
import { addFault, faultSchema } from '../driver/faults.controller.js';
import { parseRequest } from '../driver/parse-request.js';
import { settlementSchema } from '../driver/settlements.controller.js';
import { typedPesosSchema } from '../driver/till.schema.js';
import { DriverError } from '../errors.js';
import { PROTOCOLS } from '../protocols.js';
import type { SandboxWorld } from '../sandbox-world.js';
import { writeSettlement } from '../settlements/write-settlement.js';
import { homePage, type HomeView } from './home-page.js';
import { PAGE_HEADERS, type Notice } from './layout.js';
import { registerBank } from './bank.controller.js';

const payForm = z.object({ code: z.string().trim().min(1), pesos: typedPesosSchema.default(null) });
const reverseForm = z.object({ transaction: z.coerce.number().int().positive() });
const protocol = z.enum(PROTOCOLS).default('epayco');
const faultForm = z.object({
  protocol,
  operation: faultSchema.shape.operation,
  kind: faultSchema.shape.kind,
  count: z.coerce.number().pipe(faultSchema.shape.count.unwrap()),
  delayMs: z.coerce.number().pipe(faultSchema.shape.delayMs.unwrap()),
});
const modeForm = z.object({ protocol, mode: z.enum(CALLBACK_MODE_NAMES) });
const emptyAsNull = (value: unknown) => (value === '' ? null : value);
const settlementForm = z.object({
  protocol,
  day: settlementSchema.shape.day,
  network: z.preprocess(emptyAsNull, settlementSchema.shape.network),
  defect: z.preprocess(emptyAsNull, settlementSchema.shape.defect),
});
const noticeQuery = z.object({ said: z.string().max(500), wrong: z.string().optional() });

/** Does what a form asks for and says in a sentence what happened. */
type Deed = (world: SandboxWorld, form: unknown) => string | Promise<string>;

const DEEDS: Readonly<Record<string, Deed>> = {
  pay: ({ providers }, form) => {
    const { code, pesos } = parseRequest(payForm, form);
    const { provider } = providers.withCode(code);
    const { transaction } = provider.collector.pay(code, { amount: pesos, paidAt: null });
    return `Took the money for ${transaction.reference}; ${provider.protocol} calls it ${transaction.id}.`;
  },
  reverse: ({ providers }, form) => {
    const wanted = parseRequest(reverseForm, form);
    const { collector } = providers.withTransaction(wanted.transaction);
    return `Gave the money of ${collector.reverse(wanted).transaction.id} back.`;
  },
  fault: (world, form) => {
    const fault = parseRequest(faultForm, form);
    addFault(world, fault);
    return `The next ${fault.count} requests of kind ${fault.operation} meet ${fault.kind}.`;
  },
  repair: ({ faults }) => {
    faults.clear();
    return 'All faults are repaired.';
  },
  callbacks: ({ providers }, form) => {
    const asked = parseRequest(modeForm, form);
    providers.of(asked.protocol).confirmations.settings = callbackSettings(asked.mode);
    return `Confirmations are now in the mode ${asked.mode}.`;
  },
  flush: async ({ providers }) => {
    let sent = 0;
    for (const { confirmations } of providers.all) sent += (await confirmations.flush()).length;
    return `Sent ${sent} confirmations.`;
  },
  settlement: ({ providers, settlements }, form) => {
    const { day, network, defect, ...asked } = parseRequest(settlementForm, form);
    const provider = providers.of(asked.protocol);
    const order = { provider, network, day, defect, modifier: 'A', lines: 'all' } as const;
    const { name } = writeSettlement(settlements, order);
    return `Wrote ${name}.`;
  },
};

/** The sandbox for a person: one page of forms, no script. */
export async function registerPages(app: FastifyInstance, world: SandboxWorld): Promise<void> {
  await app.register(formbody);
  registerBank(app, world);

  app.get('/', (request, reply) => {
    const page = homePage(viewOf(world, noticeOf(request)));
    return reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page);
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
  const { providers, faults, settlements, now } = world;
  const all = providers.all.flatMap(({ protocol, collector }) => {
    const { book } = collector;
    collector.expireDue();
    return book.allTransactions().map((transaction) => ({
      protocol,
      transaction,
      voucher: book.voucher(transaction.code ?? ''),
    }));
  });
  return {
    notice,
    today: dayOf(now()),
    open: all.flatMap(({ protocol, transaction, voucher }) =>
      transaction.state === 'pending' && voucher ? [{ protocol, transaction, voucher }] : [],
    ),
    paid: all.filter(({ transaction }) => transaction.state === 'paid'),
    faults: faults.active(),
    modes: providers.all.map(({ protocol, confirmations }) => ({
      protocol,
      mode: confirmations.settings.mode,
    })),
    deliveries: providers.all.flatMap(({ confirmations }) => confirmations.list()),
    journal: providers.all.flatMap(({ collector }) => collector.journal.toReversed()),
    files: settlements.all(),
  };
}
