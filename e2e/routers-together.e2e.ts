import { jest } from '@jest/globals';
import { describeWithKafkaCluster, KafkaCluster } from '@cauce/testing';
import { until, type Payment } from './api-client.js';
import { Fleet, type InstanceName, type Instances } from './fleet.js';
import { expectOneVoucherEach } from './invariants.js';

jest.setTimeout(240_000);

const ROUTERS: readonly InstanceName[] = [
  'router-1',
  'router-2',
  'router-3',
  'router-4',
  'router-5',
];

const INSTANCES: Instances = [
  ...ROUTERS.map((name) => [name, 'router'] as const),
  ['connector-1', 'connector-efecty'],
];

const ROUTE = 'efecty.epayco';

/** Between two payments: twenty a second, over all routers. */
const PACE_MS = 50;

/** Twice the calls that decide: more must not reach the provider once its first time-out is known. */
const MOST_CALLS = 40;

/** Six processes, a broker and a database may share a core. */
const RECOVERS_WITHIN_MS = 120_000;

/** Probes in flight in the fleet, and successes that close a breaker. */
const MOST_PROBES = 3;
const PROBES_TO_CLOSE = 3;

/** What the story reads of `GET /v1/routes/{route}`. */
interface Route {
  readonly breakers: Record<string, { state: string; openings: number }>;
  readonly events: readonly { kind: string; reason: string; occurredAt: string }[];
}

describeWithKafkaCluster('five routers and a provider that stops answering', () => {
  let cluster: KafkaCluster;
  let fleet: Fleet;
  let turn = 0;
  /** Every payment that was taken. */
  const taken: string[] = [];

  beforeAll(async () => {
    cluster = await KafkaCluster.start(1);
    fleet = await Fleet.start(cluster.bootstrap, {
      instances: INSTANCES,
      variables: {
        // Many are asked about at once here: as often as in other stories would be too much for one machine.
        CAUCE_RESOLVE_SCHEDULE_SECONDS: '1,3,6',
        CAUCE_BREAKER_OPEN_SECONDS: '2',
        CAUCE_BREAKER_MAX_OPEN_SECONDS: '3',
        // The story is about the breaker, and must not be about the compartment.
        CAUCE_ROUTE_CALLS: '1000',
      },
    });
    for (const name of ROUTERS) {
      const { data } = await until(
        () => fleet.api(name).get<{ data: readonly unknown[] }>('/v1/methods'),
        (methods) => methods.data.length > 0,
      );
      expect(data).not.toEqual([]);
    }
  });
  afterAll(async () => {
    await fleet?.stop();
    await cluster?.stop();
  });

  const route = (name: InstanceName) =>
    fleet.api(name, 'operator').get<Route>(`/v1/routes/${ROUTE}`);

  const states = () =>
    Promise.all(
      ROUTERS.map(async (name) => (await route(name)).breakers['issue']?.state ?? 'closed'),
    );

  /** Openings in a row, as the process knows that decided the last one. */
  async function openings(): Promise<number> {
    const known = await Promise.all(ROUTERS.map(route));
    return Math.max(...known.map(({ breakers }) => breakers['issue']?.openings ?? 0));
  }

  /** Asks the next router for a payment, at a steady pace. @returns the payment, or null where none is taken */
  async function ask(prefer = 'wait=0'): Promise<Payment | null> {
    const at = performance.now();
    turn += 1;
    const name = ROUTERS[turn % ROUTERS.length] ?? 'router-1';
    const { status, body } = await fleet.api(name).create({}, { prefer });
    await until(
      async () => performance.now(),
      (now) => now >= at + PACE_MS,
    );
    if (status === 503) {
      expect(body).toMatchObject({ code: 'ROUTES_UNAVAILABLE', outcome: 'not_sent' });
      return null;
    }
    if (status >= 400) throw new Error(`not created: ${status} ${JSON.stringify(body)}`);
    taken.push(body.id);
    return body;
  }

  /** Asks for payments until something holds, of which the last look is returned. */
  async function askUntil<T>(look: () => Promise<T>, isWanted: (value: T) => boolean): Promise<T> {
    return until(
      async () => {
        await ask();
        return look();
      },
      isWanted,
      RECOVERS_WITHIN_MS,
    );
  }

  const calls = () => fleet.sandbox.issueCalls('epayco');

  /** Sum of a metric of one route's breaker over all routers. */
  async function metric(name: string, labels: string): Promise<number> {
    const texts = await Promise.all(
      ROUTERS.map(async (router) => (await fetch(`${fleet.api(router).url}/metrics`)).text()),
    );
    const lines = texts.flatMap((text) => text.split('\n'));
    const wanted = lines.filter(
      (line) => line.startsWith(`${name}{`) && line.includes(ROUTE) && line.includes(labels),
    );
    return wanted.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  const failures = () => metric('cauce_route_calls_total', 'operation="issue",outcome="unknown"');

  it('all take payments while it answers', async () => {
    for (const name of ROUTERS) {
      const { body } = await fleet.api(name).create({}, { prefer: 'wait=20' });
      expect(body).toMatchObject({ status: 'awaiting_payment' });
      taken.push(body.id);
    }
    expect(await states()).toEqual(ROUTERS.map(() => 'closed'));
  });

  it('stop together, within twice twenty calls of the first that timed out', async () => {
    await fleet.sandbox.issueCalls('epayco', { isReset: true });
    // Nothing is executed: of what was, connectors ask for the voucher again, with a call to issue.
    await fleet.sandbox.fault('issue', 'drop_request', { count: 100_000 });
    const failed = await failures();
    await askUntil(failures, (count) => count > failed);
    const { received: before } = await calls();
    await askUntil(states, (all) => all.every((state) => state !== 'closed'));
    const { received: after } = await calls();
    expect(before).toBeGreaterThan(0);
    expect(after - before).toBeLessThanOrEqual(MOST_CALLS);
    const { events } = await route('router-5');
    const openings = events.filter(({ kind }) => kind === 'breaker_opened').reverse();
    expect(openings[0]).toMatchObject({ reason: 'failures' });
    expect(await metric('cauce_breaker_openings_total', 'failures')).toBeGreaterThanOrEqual(1);
  });

  it('have three probes in flight together at most, and send nothing else', async () => {
    await until(calls, ({ inFlight }) => inFlight === 0);
    const before = await openings();
    await fleet.sandbox.issueCalls('epayco', { isReset: true });
    let asked = 0;
    await askUntil(
      async () => {
        asked += 1;
        return openings();
      },
      (count) => count >= before + 3,
    );
    const { received, mostInFlight } = await calls();
    const after = await openings();
    expect(received).toBeGreaterThanOrEqual(3);
    expect(mostInFlight).toBeLessThanOrEqual(MOST_PROBES);
    // Those that are in flight have opened nothing yet.
    expect(received).toBeLessThanOrEqual((after - before + 1) * MOST_PROBES);
    expect(asked).toBeGreaterThan(2 * received);
    const probes = await metric('cauce_breaker_probes_total', 'failure');
    expect(probes).toBeGreaterThanOrEqual(3);
  });

  it('start together once three probes have succeeded', async () => {
    await fleet.sandbox.clearFaults();
    await askUntil(states, (all) => all.every((state) => state === 'closed'));
    const { events } = await route('router-3');
    const closed = events.find(({ kind }) => kind === 'breaker_closed');
    const opened = events.find(({ kind }) => kind === 'breaker_opened');
    expect(closed).toMatchObject({ reason: 'probes_succeeded' });
    const issued = (await fleet.sandbox.journal()).filter(
      ({ kind, at }) =>
        kind === 'voucher_issued' &&
        at > (opened?.occurredAt ?? '') &&
        at <= (closed?.occurredAt ?? ''),
    );
    // Three that succeeded, and at most two that took the places of the first ones.
    expect(issued.length).toBeGreaterThanOrEqual(PROBES_TO_CLOSE);
    expect(issued.length).toBeLessThan(PROBES_TO_CLOSE + MOST_PROBES);
    for (const name of ROUTERS) {
      const { body } = await fleet.api(name).create({}, { prefer: 'wait=20' });
      expect(body).toMatchObject({ status: 'awaiting_payment' });
      taken.push(body.id);
    }
    expect(await metric('cauce_breaker_state', 'issue')).toBe(0);
  });

  it('lose no payment: each that was taken has one voucher, or has failed without any', async () => {
    let awaiting = 0;
    for (const id of taken) {
      const isDecided = ({ status }: Payment) => status !== 'processing';
      const { status } = await fleet.api('router-2').paymentThat(id, isDecided, 60_000);
      expect(['awaiting_payment', 'failed']).toContain(status);
      if (status === 'awaiting_payment') awaiting += 1;
    }
    await expectOneVoucherEach(fleet.sandbox, awaiting);
    expect(fleet.dead()).toEqual([]);
  });
});
