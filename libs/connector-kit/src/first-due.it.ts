import { MESSAGE_TYPES } from '@cauce/contracts';
import { CallbacksService } from './callbacks/callbacks.service.js';
import { FIRST_DUE_CALLBACK, FIRST_DUE_VOUCHER } from './first-due.js';
import { ConnectorWorld } from './fixtures/connector-world.js';
import { VouchersService } from './vouchers/vouchers.service.js';

let world: ConnectorWorld;
beforeEach(async () => {
  world = await ConnectorWorld.open();
});
afterEach(() => world.close());

interface Queue {
  readonly table: string;
  readonly index: string;
  readonly firstDue: string;
  /** Inserts $2 rows of the route $1, due one millisecond after the other from $3 on; $4 is any command. */
  readonly insert: string;
  /** @returns route and number of what it took */
  readonly take: (fullRoutes: readonly string[]) => Promise<string | null>;
}

const CALLBACKS: Queue = {
  table: 'callback_inbox',
  index: 'callback_due',
  firstDue: FIRST_DUE_CALLBACK,
  insert: `
    insert into callback_inbox (id, route, digest, sealed, copies, status, tries, due_at, received_at,
      last_received_at)
    select $1::text || ' ' || n, $1, n, $4::text, 1, 'new', 0, $3::timestamptz + n * interval '1 ms', $3, $3
    from generate_series(1, $2::int) as n`,
  take: async (fullRoutes) => (await world.get(CallbacksService).takeDue(fullRoutes))?.id ?? null,
};

const VOUCHERS: Queue = {
  table: 'voucher',
  index: 'voucher_poll',
  firstDue: FIRST_DUE_VOUCHER,
  insert: `
    insert into voucher (route, reference, attempt_id, payment_id, command, provider_transaction_ids,
      expires_at, is_paid, next_poll_at, poll_failures, created_at)
    select $1::text, n, $1 || ' ' || n, '', $4::jsonb, '{}', $3::timestamptz + interval '1 day', false,
      $3::timestamptz + n * interval '1 ms', 0, $3
    from generate_series(1, $2::int) as n`,
  take: async (fullRoutes) =>
    (await world.get(VouchersService).takeDue(fullRoutes))?.attemptId ?? null,
};

/** So many rows of a route are due, the first one since so many seconds. */
async function pile(queue: Queue, route: string, count: number, seconds: number): Promise<void> {
  const since = new Date(world.clock.now().getTime() - seconds * 1_000);
  const command = MESSAGE_TYPES['connector.issue'].data.encode(world.command());
  const params = [route, count, since, JSON.stringify(command)];
  await world.database.reads.execute(queue.insert, params);
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Node[];
}

/** The plan that a take is run with, each node before those below it. */
async function planOf(queue: Queue, fullRoutes: readonly string[]): Promise<[Node, ...Node[]]> {
  const [row] = await world.database.reads.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
    `explain (analyze, buffers, format json) ${queue.firstDue}`,
    [world.clock.now(), fullRoutes],
  );
  if (row === undefined) throw new Error('there is no plan');
  const below = (node: Node): Node[] => (node.Plans ?? []).flatMap((one) => [one, ...below(one)]);
  const { Plan: top } = row['QUERY PLAN'][0];
  return [top, ...below(top)];
}

describe.each([CALLBACKS, VOUCHERS])('what is due in $table', (queue) => {
  it('is taken without a look at the backlog of a route that is full', async () => {
    await pile(queue, 'demo.full', 20_000, 3_600);
    await pile(queue, 'demo.one', 500, 1_800);
    await pile(queue, 'demo.two', 500, 900);
    await world.database.reads.execute(`analyze ${queue.table}`);
    const [top, ...nodes] = await planOf(queue, ['demo.full']);
    const indexes = nodes.flatMap((one) => one['Index Name'] ?? []);
    expect(new Set(indexes)).toEqual(new Set([queue.index]));
    expect(nodes.map((one) => one['Node Type'])).not.toContain('Seq Scan');
    // Some blocks for each of the routes: the rows of the full one fill hundreds, and were one block each.
    expect(top['Shared Hit Blocks'] + top['Shared Read Blocks']).toBeLessThan(100);
  });

  it('is locked by nobody but who takes it', async () => {
    for (const route of ['demo.one', 'demo.two', 'demo.six']) await pile(queue, route, 5, 60);
    const nodes = await planOf(queue, []);
    const locking = nodes.filter((one) => one['Node Type'] === 'LockRows');
    expect(locking.map((one) => one['Actual Rows'])).toEqual([1]);
  });

  it('is taken in the order in which it is due, of all routes that are not full', async () => {
    await pile(queue, 'demo.full', 3, 600);
    await pile(queue, 'demo.one', 1, 60);
    await pile(queue, 'demo.two', 1, 120);
    await pile(queue, 'demo.six', 2, 90);
    await pile(queue, 'demo.later', 1, -1);
    const taken: (string | null)[] = [];
    for (let count = 0; count < 5; count += 1)
      taken.push(await queue.take(['demo.full', 'demo.no']));
    expect(taken).toEqual(['demo.two 1', 'demo.six 1', 'demo.six 2', 'demo.one 1', null]);
    expect(await queue.take([])).toBe('demo.full 1');
    expect(await queue.take([])).toBe('demo.full 2');
  });

  it('is taken once each by many at once, none of whom goes without', async () => {
    for (const route of ['demo.one', 'demo.two', 'demo.six']) await pile(queue, route, 5, 60);
    const taken = await Promise.all(Array.from({ length: 15 }, () => queue.take([])));
    expect(taken).not.toContain(null);
    expect(new Set(taken).size).toBe(15);
    expect(await queue.take([])).toBeNull();
  });

  it('is passed over while somebody else has it, and what is due next is taken', async () => {
    await pile(queue, 'demo.one', 2, 60);
    await pile(queue, 'demo.two', 1, 30);
    let letGo = () => undefined as void;
    const isOver = new Promise<void>((resolve) => (letGo = resolve));
    let hasIt = () => undefined as void;
    const isTaken = new Promise<void>((resolve) => (hasIt = resolve));
    const other = world.database.transaction(async (tx) => {
      await tx.query(queue.firstDue, [world.clock.now(), []]);
      hasIt();
      await isOver;
    });
    await isTaken;
    expect(await queue.take([])).toBe('demo.one 2');
    expect(await queue.take([])).toBe('demo.two 1');
    expect(await queue.take([])).toBeNull();
    letGo();
    await other;
    expect(await queue.take([])).toBe('demo.one 1');
  });
});
