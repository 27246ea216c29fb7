import { CallbacksService } from './callbacks.service.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { idOf } from '../fixtures/pretend-provider.js';
import { PollPendingJob } from '../polling/poll-pending.job.js';
import { ReceiveCallbacksService } from './receive-callbacks.service.js';
import { TranslateCallbacksJob } from './translate-callbacks.job.js';

const MINUTE_MS = 60_000;

let world: ConnectorWorld;
beforeEach(async () => {
  world = await ConnectorWorld.open();
});
afterEach(() => world.close());

const right = (reference: string) => ({ reference, id: idOf(reference), signature: 'right' });

const real = (reference: string) => world.callback(right(reference));

/** So many different callbacks about a reference, all with a wrong signature. */
async function forge(reference: string, count: number): Promise<void> {
  for (let copy = 0; copy < count; copy += 1) {
    await world.receive({ reference, signature: 'wrong', copy: String(copy) });
  }
}

const counted = async (result: string) =>
  new RegExp(`cauce_callbacks_total\\{route="demo.pretend",result="${result}"\\} (\\d+)`).exec(
    await world.metrics.text(),
  )?.[1];

describe('a callback with a wrong signature', () => {
  it('is kept, marked and counted, and is never a fact', async () => {
    const { reference } = await world.issue();
    await world.receive({ ...right(reference), signature: 'wrong' });
    expect(await world.inbox()).toEqual(['forged 1']);
    expect(await world.facts()).toEqual([]);
    expect(await counted('forged')).toBe('1');
  });

  it('makes the voucher that it names be asked about, once a minute at most', async () => {
    const { reference } = await world.issue();
    for (let copy = 0; copy < 5; copy += 1) {
      await world.receive({ ...right(reference), signature: 'wrong', copy: String(copy) });
      while ((await world.get(PollPendingJob).run()) > 0);
    }
    expect(world.provider.queries).toHaveLength(1);
    world.clock.advance(MINUTE_MS - 1);
    expect(await world.get(PollPendingJob).run()).toBe(0);
    world.clock.advance(1);
    while ((await world.get(PollPendingJob).run()) > 0);
    expect(world.provider.queries).toHaveLength(2);
    // Five of them are two questions: the next is asked when the schedule says so.
    world.clock.advance(MINUTE_MS - 1);
    expect(await world.get(PollPendingJob).run()).toBe(0);
  });

  it('that comes right after a poll is no news lost: they are there when the minute is over', async () => {
    const { reference } = await world.issue();
    await world.pass(2 * MINUTE_MS);
    expect(world.provider.queries).toHaveLength(1);
    world.provider.pay(reference);
    await world.receive({ ...right(reference), signature: 'wrong' });
    await world.pass(MINUTE_MS);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
  });

  it('puts off no poll that is due sooner', async () => {
    const { reference } = await world.issue();
    world.provider.fail('status', 'timeout');
    await world.pass(2 * MINUTE_MS);
    world.provider.pay(reference);
    await world.receive({ ...right(reference), signature: 'wrong' });
    await world.pass(MINUTE_MS / 2);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
  });

  it('that names nothing that we know asks nobody', async () => {
    await world.receive({ signature: 'wrong', reference: '424242' });
    await world.receive({ signature: 'wrong' });
    while ((await world.get(PollPendingJob).run()) > 0);
    expect(world.provider.queries).toEqual([]);
  });

  it('or none that can be read is kept too', async () => {
    const garbage = { ...world.callback({}), body: Buffer.from([0xff, 0x00, 0x7b]) };
    await world.get(ReceiveCallbacksService).receive('demo.pretend', garbage);
    expect(await world.inbox()).toEqual(['forged 1']);
    expect(world.log.text()).toContain('callback could not be read');
  });

  it('or none that can be read is sent again, and not lost, when too many come', async () => {
    const address = await world.listen();
    const send = async (number: number) => {
      const body = `{ ${number}`;
      return fetch(`${address}/callbacks/demo.pretend`, { method: 'POST', body });
    };
    for (let number = 0; number < 60; number += 1) expect((await send(number)).status).toBe(200);
    const refused = await send(60);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
    world.clock.advance(MINUTE_MS);
    expect((await send(60)).status).toBe(200);
    expect(await world.inbox()).toHaveLength(61);
  });

  it('is never queued, so that no real one waits for it', async () => {
    const { reference } = await world.issue();
    await forge(reference, 20);
    expect(await world.get(CallbacksService).takeDue()).toBeNull();
    world.provider.pay(reference);
    await world.get(ReceiveCallbacksService).receive('demo.pretend', real(reference));
    expect(await world.get(TranslateCallbacksJob).run()).toBe(1);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
  });

  it('is kept sixty times an hour, and counted beyond that', async () => {
    await forge('424242', 70);
    expect(await world.inbox()).toHaveLength(60);
    expect(await counted('forged')).toBe('60');
    expect(await counted('forged_unkept')).toBe('10');
    expect(world.log.text().match(/callback with a wrong signature/g)).toHaveLength(60);
    world.clock.advance(60 * MINUTE_MS);
    await forge('434343', 1);
    expect(await world.inbox()).toHaveLength(61);
  });

  it('points to its voucher when it is not kept any more, until there are too many', async () => {
    await forge('424242', 599);
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await forge(reference, 1);
    while ((await world.get(PollPendingJob).run()) > 0);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
    const other = await world.issue();
    await forge(other.reference, 1);
    expect(await world.get(PollPendingJob).run()).toBe(0);
  });

  it('is answered as any other', async () => {
    const address = await world.listen();
    const send = async (signature: string) => {
      const body = JSON.stringify({ reference: '424242', id: '1', signature });
      const headers = { 'content-type': 'application/json' };
      const url = `${address}/callbacks/demo.pretend`;
      const reply = await fetch(url, { method: 'POST', headers, body });
      return [reply.status, await reply.text()];
    };
    expect(await send('wrong')).toEqual(await send('right'));
  });

  it('is understood when the same bytes come again and are right, as after a change of keys', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    const callback = real(reference);
    const read = world.provider.readCallback.bind(world.provider);
    world.provider.readCallback = () => ({ kind: 'forged', reference: null });
    await world.get(ReceiveCallbacksService).receive('demo.pretend', callback);
    expect(await world.inbox()).toEqual(['forged 1']);
    world.provider.readCallback = read;
    await world.get(ReceiveCallbacksService).receive('demo.pretend', callback);
    await world.translate();
    expect(await world.inbox()).toEqual(['done 2']);
    expect(await world.facts()).toHaveLength(1);
  });

  it('that was right when it came is not believed either', async () => {
    const { reference } = await world.issue();
    await world.get(ReceiveCallbacksService).receive('demo.pretend', real(reference));
    world.provider.readCallback = () => ({ kind: 'forged', reference: null });
    await world.translate();
    expect(await world.inbox()).toEqual(['forged 1']);
    expect(world.provider.queries).toEqual([]);
  });
});

describe('copies of a callback with its right signature', () => {
  const copy = async (reference: string, count: number) => {
    for (let number = 0; number < count; number += 1) {
      await world.receive({
        ...right(reference),
        copy: `${number} ${world.clock.now().getTime()}`,
      });
    }
  };
  const understand = async () => {
    while ((await world.get(TranslateCallbacksJob).run()) > 0);
    while ((await world.get(PollPendingJob).run()) > 0);
  };

  it('are asked about ten times a minute, whatever they vary, and once more as a hint', async () => {
    const { reference } = await world.issue();
    await copy(reference, 60);
    expect(await world.inbox()).toHaveLength(10);
    expect([await counted('new'), await counted('copy_unkept')]).toEqual(['10', '50']);
    await understand();
    expect(world.provider.queries).toHaveLength(11);
    world.clock.advance(MINUTE_MS);
    await copy(reference, 1);
    expect(await world.inbox()).toHaveLength(11);
  });

  it('lose no money: the voucher that they name is asked about', async () => {
    const { reference } = await world.issue();
    await copy(reference, 10);
    await understand();
    world.provider.pay(reference);
    await copy(reference, 11);
    await understand();
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} poll`]);
  });

  it('are bounded also when they come at once', async () => {
    const { reference } = await world.issue();
    const intake = world.get(ReceiveCallbacksService);
    const copies = Array.from({ length: 40 }, (_, number) =>
      intake.receive('demo.pretend', world.callback({ ...right(reference), copy: `${number}` })),
    );
    await Promise.all(copies);
    expect(await world.inbox()).toHaveLength(10);
  });

  it('with the same bytes take nobody’s place, also at once', async () => {
    const intake = world.get(ReceiveCallbacksService);
    const receive = (number: number) =>
      intake.receive('demo.pretend', world.callback({ ...right('button'), copy: `${number}` }));
    await Promise.all(Array.from({ length: 50 }, () => receive(0)));
    for (let number = 1; number < 10; number += 1) await receive(number);
    await receive(0);
    expect(await world.inbox()).toHaveLength(10);
    expect(await counted('duplicate')).toBe('50');
  });

  it('about a voucher of nobody’s are sent again, and none is lost', async () => {
    const address = await world.listen();
    const send = async (number: number) => {
      const said = { reference: 'button', id: 'one', signature: 'right', copy: `${number}` };
      const body = JSON.stringify(said);
      const headers = { 'content-type': 'application/json' };
      return fetch(`${address}/callbacks/demo.pretend`, { method: 'POST', headers, body });
    };
    for (let number = 0; number < 70; number += 1) expect((await send(number)).status).toBe(200);
    const refused = await send(70);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
    world.clock.advance(MINUTE_MS);
    expect((await send(70)).status).toBe(200);
    expect(await world.inbox()).toHaveLength(71);
  });
});
