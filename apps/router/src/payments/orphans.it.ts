import { newId } from '@cauce/config';
import { PretendTills, type Ending, type PendingCall } from '../fixtures/pretend-tills.js';
import { CALL_MS, HORIZON_MS, type Command } from '../fixtures/router-desk.js';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import { toCommand } from '../fixtures/world-desk.js';

const CREATES = 1_000;

/** Of five replies one is lost; of three lost ones each is another kind. */
const LOST_OF = 5;
const KINDS = ['found', 'never_executed', 'hidden'] as const;
type Kind = (typeof KINDS)[number];

/** Within this time every voucher is the payment's own, or void, or tracked. */
const WITHIN_MS = 15 * 60_000;
const STEP_MS = 15_000;

/** When the reply of a voucher arrives that hid for longer than its provider had said. */
const LATE_REPLY_MS = 8 * 60_000;

/** Payments that are worked on at once. */
const TOGETHER = 8;

/** The rail of the second kind has providers that cannot void. */
const VOIDING = ['efecty.epayco', 'efecty.payu'];
const KEEPING = ['baloto.epayco', 'baloto.payu'];

describe(`${CREATES} payments, a fifth of whose replies are lost`, () => {
  let world: RouterWorld;
  let tills: PretendTills;
  const kindOf = new Map<string, Kind>();
  const wasCalled = new Set<string>();
  const late: { readonly call: Command; readonly at: number }[] = [];

  beforeAll(async () => {
    world = await openRouterWorld({ CAUCE_ROUTE_CALLS: '10000' });
    tills = new PretendTills(() => world.clock.now(), VOIDING);
    const limits = { visibilityHorizonMs: HORIZON_MS, issueTimeoutMs: CALL_MS };
    for (const route of [...VOIDING, ...KEEPING]) {
      const cancel = VOIDING.includes(route);
      await world.announce(route, { ...limits, offers: { cancel, settlement: true } });
    }
  }, 60_000);
  afterAll(() => world?.close());

  async function create(index: number): Promise<void> {
    const methods = index % 2 === 0 ? (['efecty'] as const) : (['baloto'] as const);
    const body = { ...world.order(), methods: [...methods] };
    const { payment } = await world.createWith(newId('idem'), body);
    if (index % LOST_OF === 0) {
      const turn = Math.floor(index / LOST_OF / 2) % KINDS.length;
      kindOf.set(payment.id, KINDS[turn] ?? 'found');
    }
  }

  /** Providers take what was sent to them and answer it, and what is sent for that. */
  async function answerAll(): Promise<void> {
    for (;;) {
      for (const message of await world.takeCommands()) tills.take(toCommand(message));
      if (tills.pending.length === 0) return;
      await inTurns([...tills.pending], answer);
    }
  }

  async function answer(call: PendingCall): Promise<void> {
    const { type, paymentId, attemptId: id, route, reference } = call.command;
    const isFirst = type === 'issue' && !wasCalled.has(paymentId);
    wasCalled.add(paymentId);
    const kind = isFirst ? kindOf.get(paymentId) : undefined;
    const reply = tills.end(call, endingOf(kind), true, kind === 'hidden');
    if (kind === 'hidden') late.push({ call: call.command, at: world.clock.now().getTime() });
    if (reply === null) throw new Error('every call is answered');
    await world.result({ id, paymentId, route, reference }, reply.result, reply.answeredAt);
  }

  async function deliverLate(): Promise<void> {
    const now = world.clock.now().getTime();
    const due = late.filter(({ at }) => now - at >= LATE_REPLY_MS);
    for (const one of due) late.splice(late.indexOf(one), 1);
    await inTurns(due, async ({ call: { attemptId: id, paymentId, route, reference } }) => {
      const instruction = world.voucher(`code-${reference}`);
      await world.result({ id, paymentId, route, reference }, { outcome: 'done', instruction });
    });
  }

  it('are found and voided, or tracked where the provider cannot void, within fifteen minutes', async () => {
    await inTurns(
      Array.from({ length: CREATES }, (_, index) => index),
      create,
    );
    await answerAll();
    for (let passed = 0; passed < WITHIN_MS; passed += STEP_MS) {
      world.clock.advance(STEP_MS);
      while ((await world.resolve()) > 0);
      await deliverLate();
      await answerAll();
    }
    const live = new Set(tills.live().map(({ reference }) => reference));
    const attempts = await world.allAttempts();
    const count = new Map<string, number>();
    for (const { paymentId, route, reference, status } of attempts) {
      const what = `${kindOf.get(paymentId) ?? 'answered'} ${route.split('.')[0]} ${status}`;
      const line = `${what} ${live.has(reference) ? 'live' : 'none'}`;
      count.set(line, (count.get(line) ?? 0) + 1);
    }
    expect(Object.fromEntries([...count].sort())).toEqual({
      'answered baloto issued live': 400,
      'answered efecty issued live': 400,
      // Adopted: its voucher is the one that the payer was shown.
      'found baloto issued live': 34,
      'found efecty issued live': 34,
      // Nothing was left behind, and another route has the voucher.
      'never_executed baloto absent none': 33,
      'never_executed baloto issued live': 33,
      'never_executed efecty absent none': 33,
      'never_executed efecty issued live': 33,
      // Orphans: void where that can be done, else tracked, beside the one that the payer was shown.
      'hidden baloto issued live': 33,
      'hidden baloto orphaned live': 33,
      'hidden efecty issued live': 33,
      'hidden efecty orphaned none': 33,
    });
    expect(attempts.filter(({ reference }) => live.has(reference))).toHaveLength(live.size);
  }, 300_000);
});

/** What a provider does with a call whose reply is lost, or is not. */
function endingOf(kind: Kind | undefined): Ending {
  if (kind === undefined) return 'done';
  return kind === 'never_executed' ? 'unknown_not_executed' : 'unknown_executed';
}

/** Does some work for each, a few at once, in order of their starts. */
async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
}
