import { ConnectorWorld } from '../fixtures/connector-world.js';

const NOT_HOSTED = {
  outcome: 'not_sent',
  reason: 'not_hosted',
  reroutable: true,
  countsAgainstHealth: false,
  instruction: null,
  status: null,
};

describe('a command for a route that the service does not host', () => {
  let world: ConnectorWorld;

  beforeEach(async () => {
    world = await ConnectorWorld.open();
  });
  afterEach(() => world.close());

  /** The process that runs from here on has no route any more. */
  const takeRoutesOut = () => world.start({ connectors: [] });

  const about = (command: Awaited<ReturnType<typeof world.issue>>) => {
    const { attemptId, paymentId, route, reference } = command;
    const rest = { remainingMs: 5_000, replyPartition: 3, providerTransactionId: null };
    return { attemptId, paymentId, route, reference, ...rest };
  };

  it('is not issued, so that another route may be taken', async () => {
    await takeRoutesOut();
    const command = await world.issue();
    expect(await world.lastResult(command)).toMatchObject({ operation: 'issue', ...NOT_HOSTED });
    expect(await world.database.reads.query('select key, partition from outbox')).toEqual([
      { key: command.paymentId, partition: 3 },
    ]);
    expect(world.provider.requests).toEqual([]);
  });

  it('is not issued later either, by a process that hosts the route again', async () => {
    await takeRoutesOut();
    const command = await world.issue();
    await world.start();
    await world.deliver('connector.issue', command);
    await world.pass(86_400_000);
    expect(world.provider.requests).toEqual([]);
    expect(await world.sent('connector.result')).toHaveLength(1);
    expect(world.log.text()).not.toContain('voucher of a route');
  });

  it('says nothing about what was issued before it was taken out', async () => {
    const command = await world.issue();
    await takeRoutesOut();
    await world.deliver('connector.issue', command);
    expect(await world.lastResult(command)).toMatchObject({ operation: 'issue', outcome: 'done' });
    expect(await world.readStatus(command)).toMatchObject({
      operation: 'read_status',
      ...NOT_HOSTED,
    });
    expect(await world.facts()).toEqual([]);
  });

  it('voids nothing, and may be asked again', async () => {
    const command = await world.issue();
    await takeRoutesOut();
    await world.deliver('connector.cancel', about(command));
    expect(await world.lastResult(command)).toMatchObject({ operation: 'cancel', ...NOT_HOSTED });
  });

  it('tells operators what to do', async () => {
    await takeRoutesOut();
    const { attemptId, paymentId, route } = await world.issue();
    expect(world.log.lines).toContainEqual(
      expect.objectContaining({
        ...{ level: 'warn', route, operation: 'issue', attemptId, paymentId },
        msg: 'route is not configured here: list its protocol again until its payments have ended',
      }),
    );
  });

  it('is answered by what the route is asked once it is hosted again', async () => {
    const command = await world.issue();
    await takeRoutesOut();
    await world.readStatus(command);
    await world.start();
    expect(await world.readStatus(command)).toMatchObject({ outcome: 'done', status: 'pending' });
  });
});
