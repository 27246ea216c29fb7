import { BreakerWorld, heard } from '../fixtures/breaker-world.js';

describe('a closed breaker', () => {
  it('opens at half of twenty calls failing', async () => {
    const world = new BreakerWorld();
    await world.ends(10, 'success');
    await world.ends(9, 'failure');
    expect(world.breaker.state).toBe('closed');
    await world.ends(1, 'failure');
    expect(world.breaker.state).toBe('open');
    expect(world.trips).toEqual(['failures']);
  });

  it('decides nothing on fewer than twenty calls', async () => {
    const world = new BreakerWorld();
    await world.ends(19, 'failure');
    expect(world.breaker.state).toBe('closed');
  });

  it('forgets what is older than its window', async () => {
    const world = new BreakerWorld();
    await world.ends(19, 'failure');
    await world.pass(31_000);
    await world.ends(19, 'failure');
    expect(world.breaker.state).toBe('closed');
    await world.ends(1, 'failure');
    expect(world.breaker.state).toBe('open');
  });

  it('opens for calls that succeed too slowly', async () => {
    const world = new BreakerWorld();
    await world.ends(5, 'success', 100);
    await world.ends(19, 'success', 6_000);
    expect(world.breaker.state).toBe('closed');
    await world.ends(1, 'success', 6_000);
    expect(world.trips).toEqual(['slow_calls']);
  });

  it('counts neither for nor against: refusals, a full bulkhead, clients that went away', async () => {
    const world = new BreakerWorld();
    await world.ends(19, 'failure');
    await world.ends(500, 'neutral');
    expect(world.breaker.state).toBe('closed');
    // As successes they would have thinned the failures out.
    await world.ends(1, 'failure');
    expect(world.breaker.state).toBe('open');
  });

  it('counts no call of which nobody could say how it ended', async () => {
    const world = new BreakerWorld();
    await world.ends(19, 'failure');
    const deaf = world.begin(8_000, { isDeaf: true });
    await world.pass(10_000);
    expect(await deaf.ended).toBe('neutral');
    const pass = world.breaker.admit();
    if (pass === null) throw new Error('it is closed');
    const action = () => Promise.reject(new Error('our database is away'));
    expect((await world.breaker.run(pass, action, 8_000)).verdict).toBe('neutral');
    await heard();
    expect(world.breaker.state).toBe('closed');
  });

  it('is not blinded by calls still in flight: it opens with the twentieth time-out', async () => {
    const world = new BreakerWorld();
    const calls = [];
    // Twenty a second, and the provider answers none.
    for (let call = 0; call < 200; call += 1) {
      if (world.breaker.state === 'closed') calls.push(world.begin(8_000));
      await world.pass(50);
    }
    expect(world.breaker.state).toBe('open');
    const opensAfterMs = calls.length * 50;
    expect(opensAfterMs).toBeLessThanOrEqual(9_050);
  });

  it('opens as soon where the provider was well until then', async () => {
    const world = new BreakerWorld();
    for (let call = 0; call < 1_200; call += 1) {
      await world.begin(2_000).end('success');
      await world.pass(50);
    }
    let made = 0;
    let madeWhenFirstEnded = 0;
    const first = world.begin(2_000);
    first.ended.then(() => (madeWhenFirstEnded = made)).catch(() => undefined);
    for (; world.breaker.state === 'closed' && made < 1_000; made += 1) {
      await world.pass(50);
      world.begin(2_000);
    }
    expect(madeWhenFirstEnded).toBeGreaterThan(0);
    expect(made - madeWhenFirstEnded).toBeLessThanOrEqual(20);
  });

  it('opens although calls take longer than its window', async () => {
    const world = new BreakerWorld({ windowMs: 500 });
    Array.from({ length: 20 }, () => world.begin(1_500));
    await world.pass(1_500);
    expect(world.breaker.state).toBe('open');
  });
});

describe('one time-out', () => {
  it('ends one call: those beside it and after it go on', async () => {
    const world = new BreakerWorld();
    const slow = world.begin(1_000);
    const healthy = Array.from({ length: 20 }, () => world.begin(8_000));
    await world.pass(1_000);
    expect(await slow.ended).toBe('failure');
    expect(slow.isAborted).toBe(true);
    expect(healthy.map((call) => call.isAborted)).not.toContain(true);
    const answers = await Promise.all(healthy.map((call) => call.end('success')));
    expect(answers).toEqual(Array(20).fill('success'));
    expect(await world.begin().end('success')).toBe('success');
  });

  it('counts once, whatever comes after it', async () => {
    const world = new BreakerWorld();
    const late = world.begin(1_000);
    await world.pass(1_000);
    await late.end('success');
    await world.ends(18, 'failure');
    expect(world.breaker.state).toBe('closed');
    await world.ends(1, 'failure');
    expect(world.breaker.state).toBe('open');
  });
});

describe('an open breaker', () => {
  it('lets every call pass in a dry run, and tells all the same', async () => {
    const world = new BreakerWorld({ isDryRun: true });
    await world.ends(20, 'failure');
    expect(world.breaker.state).toBe('open');
    expect(world.trips).toEqual(['failures']);
    expect(await world.begin().end('success')).toBe('success');
  });
});

describe('a half-open breaker', () => {
  it('has three probes in flight at most', async () => {
    const world = new BreakerWorld();
    await world.halfOpen();
    const passes = Array.from({ length: 50 }, () => world.breaker.admit());
    expect(passes.filter((pass) => pass !== null)).toHaveLength(3);
  });

  it('closes after three probes that succeeded', async () => {
    const world = new BreakerWorld();
    await world.halfOpen();
    await world.ends(2, 'success');
    expect(world.breaker.state).toBe('half_open');
    await world.ends(1, 'success');
    expect(world.breaker.state).toBe('closed');
  });

  it('is not closed by a success that began before the opening', async () => {
    const world = new BreakerWorld();
    const stale = Array.from({ length: 5 }, () => world.begin(60_000));
    await world.halfOpen();
    for (const call of stale) await call.end('success');
    expect(world.breaker.state).toBe('half_open');
    expect(world.breaker.position.probeSuccesses).toBe(0);
  });

  it('is not closed by refusals, which say nothing', async () => {
    const world = new BreakerWorld();
    await world.halfOpen();
    await world.ends(10, 'neutral');
    expect(world.breaker.state).toBe('half_open');
  });

  it('opens again for longer when a probe fails', async () => {
    const world = new BreakerWorld();
    await world.halfOpen();
    await world.ends(1, 'failure');
    expect(world.breaker.state).toBe('open');
    expect(world.trips).toEqual(['failures', 'probe_failed']);
    await world.pass(19_000);
    expect(world.breaker.state).toBe('open');
    await world.pass(1_000);
    expect(world.breaker.state).toBe('half_open');
  });

  it('does not stick on a probe that hangs', async () => {
    const world = new BreakerWorld();
    await world.halfOpen();
    const hung = Array.from({ length: 3 }, () => world.begin(8_000, { isDeaf: true }));
    expect(world.breaker.admit()).toBeNull();
    await world.pass(8_000);
    expect(world.breaker.state).toBe('half_open');
    await world.pass(2_000);
    for (const probe of hung) expect(await probe.ended).toBe('neutral');
    expect(world.breaker.state).toBe('half_open');
    await world.ends(3, 'success');
    expect(world.breaker.state).toBe('closed');
  });

  it('starts with an empty window once it has closed', async () => {
    const world = new BreakerWorld();
    await world.halfOpen();
    await world.ends(3, 'success');
    await world.ends(19, 'failure');
    expect(world.breaker.state).toBe('closed');
  });
});

describe('what other processes saw', () => {
  it('opens and closes this breaker too', async () => {
    const world = new BreakerWorld();
    const elsewhere = new BreakerWorld();
    await elsewhere.ends(20, 'failure');
    world.breaker.adopt(elsewhere.breaker.position);
    expect(world.breaker.state).toBe('open');
    expect(world.trips).toEqual([]);
    await elsewhere.pass(10_000);
    await elsewhere.ends(3, 'success');
    world.breaker.adopt(elsewhere.breaker.position);
    expect(world.breaker.state).toBe('closed');
  });

  it('changes nothing when it is older than what this one knows', async () => {
    const world = new BreakerWorld();
    const before = world.breaker.position;
    await world.ends(20, 'failure');
    world.breaker.adopt(before);
    expect(world.breaker.state).toBe('open');
  });
});

describe('shutdown', () => {
  it('leaves no listener behind and counts nothing more', async () => {
    const world = new BreakerWorld();
    world.breaker.shutdown();
    await world.ends(40, 'failure');
    world.breaker.adopt({ ...world.breaker.position, generation: 9, openUntil: new Date() });
    await heard();
    expect(world.breaker.position.generation).toBe(0);
    expect(world.trips).toEqual([]);
  });
});
