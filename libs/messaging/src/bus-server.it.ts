import 'reflect-metadata';
import type { AnyMessage } from '@cauce/contracts';
import { eventually, type TestDatabase } from '@cauce/testing';
import {
  Controller,
  Inject,
  Injectable,
  Module,
  Scope,
  type INestMicroservice,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { of } from 'rxjs';
import {
  apply,
  effectsOn,
  fact,
  FACTS,
  gate,
  instruments,
  newKey,
  noteOf,
  onWire,
  openService,
} from './fixtures/message-world.js';
import { BusServer, Consumes, LocalBus, type BusContext } from './index.js';

class OddError extends Error {
  readonly code = '40001';
}

/** What the controllers were told, and what they are to do. */
@Injectable()
class Script {
  readonly heard: string[] = [];
  failuresLeft = 0;
  held = gate();
  reached = gate();
}

@Controller()
class LedgerConsumer {
  constructor(@Inject(Script) private readonly script: Script) {}

  @Consumes(FACTS, 'test-ledger')
  async onFact(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    this.script.heard.push(`ledger ${noteOf(message)}`);
    await apply(message, context);
    if (noteOf(message) === 'held') {
      this.script.reached.open();
      await this.script.held.opened;
    }
    if (noteOf(message) === 'odd' && this.script.failuresLeft > 0) {
      this.script.failuresLeft -= 1;
      throw new OddError('try that again');
    }
    if (noteOf(message) === 'bad') throw new TypeError('cannot read what is not there');
  }
}

@Controller()
class ReportsConsumer {
  constructor(@Inject(Script) private readonly script: Script) {}

  @Consumes(FACTS, 'test-reports')
  onFact(@Payload() message: AnyMessage): unknown {
    this.script.heard.push(`reports ${noteOf(message)}`);
    return of('an answer that nobody wants');
  }
}

/** Made anew for each message. */
@Controller({ scope: Scope.REQUEST })
class FreshConsumer {
  constructor(@Inject(Script) private readonly script: Script) {}

  @Consumes('test.fresh', 'test-reports')
  async onFact(@Payload() message: AnyMessage): Promise<void> {
    this.script.heard.push(`fresh ${noteOf(message)}`);
    if (noteOf(message) === 'bad') throw new TypeError('cannot read what is not there');
  }
}

@Controller()
class StrayConsumer {
  @EventPattern<string>(FACTS)
  onFact(): void {}
}

@Module({
  controllers: [LedgerConsumer, ReportsConsumer, FreshConsumer],
  providers: [Script],
})
class ConsumersModule {}

@Module({ controllers: [StrayConsumer] })
class StrayModule {}

describe('the bus as a Nest transport', () => {
  let ledger: TestDatabase;
  let reports: TestDatabase;
  let app: INestMicroservice;
  let bus: LocalBus;
  let tools: ReturnType<typeof instruments>;

  beforeAll(async () => {
    ledger = await openService('test-ledger');
    reports = await openService('test-reports');
  }, 60_000);
  beforeEach(async () => {
    tools = instruments();
    app = await open(
      ConsumersModule,
      new Map([
        ['test-ledger', ledger],
        ['test-reports', reports],
      ]),
    );
    await app.listen();
  });
  afterEach(() => app.close());
  afterAll(async () => {
    await ledger?.close();
    await reports?.close();
  });

  function open(module: new () => object, databases: ReadonlyMap<string, TestDatabase>) {
    const { logger } = tools.log;
    bus = new LocalBus({ logger, metrics: tools.metrics, retryFirstMs: 1 });
    const strategy = new BusServer({ bus, databases, logger });
    return NestFactory.createMicroservice(module, { strategy, logger: false, abortOnError: false });
  }

  const script = () => app.get(Script);

  it('hands a message to the controllers of every group', async () => {
    const key = newKey();
    await bus.publish(FACTS, onWire(fact(key, 'paid')));
    expect(script().heard.sort()).toEqual(['ledger paid', 'reports paid']);
    expect(await effectsOn(ledger.reads, key)).toEqual(['paid']);
  });

  it('gives the runner the error that the handler threw, so that it can tell what to do', async () => {
    script().failuresLeft = 7;
    const key = newKey();
    await bus.publish(FACTS, onWire(fact(key, 'odd')));
    expect(await effectsOn(ledger.reads, key)).toEqual(['odd']);
    expect(await tools.measured('cauce_message_retries_total', 'reason="transient"')).toBe(7);
    expect(script().heard.filter((one) => one === 'reports odd')).toHaveLength(1);
  });

  it.each([
    [FACTS, () => ledger],
    ['test.fresh', () => reports],
  ])('keeps the handler’s error when it sets a message of %s aside', async (topic, database) => {
    const key = newKey();
    await bus.publish(topic, onWire(fact(key, 'bad')));
    const [letter] = await database().reads.query('select error from dead_letter where key = $1', [
      key,
    ]);
    expect(letter).toMatchObject({
      error: expect.stringContaining('TypeError: cannot read what is not there'),
    });
    expect(await effectsOn(ledger.reads, key)).toEqual([]);
  });

  it('makes controllers of request scope', async () => {
    await bus.publish('test.fresh', onWire(fact(newKey(), 'paid')));
    expect(script().heard).toEqual(['fresh paid']);
  });

  it('lets a handler that runs finish before it closes', async () => {
    const key = newKey();
    const published = bus.publish(FACTS, onWire(fact(key, 'held')));
    await script().reached.opened;
    let isClosed = false;
    const closed = app.close().then(() => (isClosed = true));
    await eventually(() => expect(bus.publish(FACTS, onWire(fact(newKey())))).rejects.toThrow());
    expect(isClosed).toBe(false);
    script().held.open();
    await closed;
    await published;
    expect(await effectsOn(ledger.reads, key)).toEqual(['held']);
  });

  it('says what it has subscribed to', () => {
    const { subscriptions } = app.unwrap<LocalBus>();
    expect(subscriptions.map((one) => `${one.topic} ${one.group}`).sort()).toEqual([
      'test.facts test-ledger',
      'test.facts test-reports',
      'test.fresh test-reports',
    ]);
  });

  it('does not start when a group has no database', async () => {
    const other = await open(ConsumersModule, new Map([['test-ledger', ledger]]));
    await expect(other.listen()).rejects.toThrow('no database for consumer group test-reports');
    await other.close();
  });

  it('does not start with a handler that is not marked for it', async () => {
    const other = await open(StrayModule, new Map());
    await expect(other.listen()).rejects.toThrow('@Consumes(topic, group)');
  });
});
