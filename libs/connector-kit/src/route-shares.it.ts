import { eventually } from '@cauce/testing';
import { CallbacksService } from './callbacks/callbacks.service.js';
import { TranslateCallbacksJob } from './callbacks/translate-callbacks.job.js';
import { ConnectorWorld } from './fixtures/connector-world.js';
import { idOf, PretendProvider } from './fixtures/pretend-provider.js';
import { PollPendingJob } from './polling/poll-pending.job.js';

const TWO_MINUTES_MS = 120_000;

let world: ConnectorWorld;
let answer: () => void;
let looks: Promise<number>[] = [];
beforeEach(async () => {
  world = await ConnectorWorld.open();
  const answered = new Promise<void>((resolve) => (answer = resolve));
  world.provider.whileReading = () => answered;
});
afterEach(async () => {
  answer();
  await Promise.allSettled(looks);
  await world.close();
});

/** Another route of the same service, whose provider answers. */
async function other(): Promise<PretendProvider> {
  const provider = new PretendProvider(() => world.clock.now(), 'other');
  await world.start({ connectors: [world.provider, provider] });
  return provider;
}

/** Somebody pays so many vouchers of a provider. */
async function pay(provider: PretendProvider, count: number): Promise<string[]> {
  const references: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const { reference } = await world.issue({ route: provider.route });
    provider.pay(reference);
    references.push(reference);
  }
  // What comes later is due later.
  world.clock.advance(1);
  return references;
}

async function tell(provider: PretendProvider, count: number): Promise<string[]> {
  const references = await pay(provider, count);
  for (const reference of references) {
    const said = { reference, id: idOf(reference), signature: 'right' };
    await world.get(CallbacksService).store(provider.route, world.callback(said));
  }
  world.clock.advance(1);
  return references;
}

/** So many workers look at once. */
function look(job: { run: () => Promise<number> }, workers: number): void {
  looks = Array.from({ length: workers }, () => job.run());
}

const asked = (count: number) =>
  eventually(() => expect(world.provider.queries).toHaveLength(count));

describe('while the provider of a route hangs', () => {
  it('callbacks of another one are understood: it has half of the workers', async () => {
    const provider = await other();
    await tell(world.provider, 9);
    const [reference = ''] = await tell(provider, 1);
    look(world.get(TranslateCallbacksJob), 8);
    await eventually(async () =>
      expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]),
    );
    await asked(4);
    answer();
    expect((await Promise.all(looks)).sort()).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  it('vouchers of another one are polled: it has half of the workers', async () => {
    const provider = await other();
    await pay(world.provider, 5);
    const [reference = ''] = await pay(provider, 1);
    world.clock.advance(TWO_MINUTES_MS);
    look(world.get(PollPendingJob), 4);
    await eventually(async () =>
      expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]),
    );
    await asked(2);
    answer();
    expect((await Promise.all(looks)).sort()).toEqual([0, 1, 1, 1]);
  });

  it('its own wait, and are looked at as soon as one of its looks has ended', async () => {
    await other();
    await tell(world.provider, 5);
    const job = world.get(TranslateCallbacksJob);
    look(job, 4);
    await asked(4);
    expect(await job.run()).toBe(0);
    answer();
    await Promise.all(looks);
    expect(await job.run()).toBe(1);
    expect(await world.facts()).toHaveLength(5);
  });

  it('no worker is kept free where there is no other route', async () => {
    await tell(world.provider, 8);
    look(world.get(TranslateCallbacksJob), 8);
    await asked(8);
    answer();
    await Promise.all(looks);
    await pay(world.provider, 4);
    world.clock.advance(TWO_MINUTES_MS);
    look(world.get(PollPendingJob), 4);
    expect(await Promise.all(looks)).toEqual([1, 1, 1, 1]);
  });
});
