import { Body, Controller, Get, Inject, Module, Param, Post, Query } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { newId, type Clock } from '@cauce/config';
import { Database, type MigrationClass } from '@cauce/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  Answer,
  CallerOf,
  Idempotency,
  IdempotencyKey,
  Scopes,
  apiError,
  apiKeyMigrations,
  idempotencyMigrations,
  merchantOf,
  moneyView,
  pageOf,
  pageQuery,
  readCursor,
  replayed,
  resourceId,
  toPage,
  type Caller,
} from '../src/index.js';
import { EdgeController } from './edge.controller.js';

const createOrder = z
  .strictObject({
    amount: moneyView.refine(({ value }) => value > 0, {
      path: ['value'],
      error: 'must be positive',
      params: { code: 'too_small' },
    }),
    reference: z.string().min(1).max(40),
    metadata: z.record(z.string().max(40), z.string().max(200)).optional(),
  })
  .meta({ id: 'CreateOrder' });
const orderView = z
  .object({ id: z.string(), amount: moneyView, reference: z.string() })
  .meta({ id: 'Order' });
const listOrders = z.strictObject({ ...pageQuery, reference: z.string().optional() });

type OrderView = z.infer<typeof orderView>;
interface OrderRow {
  readonly id: string;
  readonly body: { amount: OrderView['amount']; reference: string };
}
const toView = ({ id, body }: OrderRow): OrderView => ({ id, ...body });

/** Create, list and get, as a controller and its service would share it. */
@Controller('v1/orders')
export class OrdersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Scopes('payments:write')
  @ApiResponse({ status: 201, description: 'Created.', standardSchema: orderView })
  async create(
    @CallerOf() caller: Caller,
    @IdempotencyKey() key: string,
    @Body({ schema: createOrder }) body: z.infer<typeof createOrder>,
  ): Promise<Answer<OrderView>> {
    const use = { merchantId: merchantOf(caller), operation: 'orders.create', key };
    const id = newId('ord');
    const claim = await this.database.transaction(async (tx) => {
      const answer = await this.idempotency.begin(tx, { ...use, body, resourceId: id });
      if (answer.kind === 'first') {
        await tx.execute('insert into orders (id, merchant_id, body) values ($1, $2, $3)', [
          id,
          use.merchantId,
          JSON.stringify(body),
        ]);
      }
      return answer;
    });
    if (claim.kind === 'replay') {
      return replayed(claim.status, await this.read(use.merchantId, claim.resourceId));
    }
    await this.idempotency.finish(this.database.reads, use, 201);
    const headers = { location: `/v1/orders/${id}` };
    return new Answer(201, await this.read(use.merchantId, id), headers);
  }

  @Get()
  @Scopes('payments:read')
  @ApiResponse({ status: 200, description: 'Newest first.', standardSchema: pageOf(orderView) })
  async list(@CallerOf() caller: Caller, @Query({ schema: listOrders }) query: ListOrders) {
    const [after] = readCursor(query.after, 1) ?? [null];
    const rows = await this.database.reads.query<OrderRow>(
      `select id, body from orders
        where merchant_id = $1 and ($2::text is null or id < $2)
        order by id desc limit $3`,
      [merchantOf(caller), after, query.limit + 1],
    );
    return toPage(rows, query.limit, toView, ({ id }) => [id]);
  }

  @Get(':id')
  @Scopes('payments:read')
  @ApiResponse({ status: 200, description: 'The order.', standardSchema: orderView })
  get(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId('ord') }) id: string,
  ): Promise<OrderView> {
    return this.read(merchantOf(caller), id);
  }

  private async read(merchantId: string, id: string): Promise<OrderView> {
    const [row] = await this.database.reads.query<OrderRow>(
      'select id, body from orders where merchant_id = $1 and id = $2',
      [merchantId, id],
    );
    if (!row) throw apiError('NOT_FOUND');
    return toView(row);
  }
}

type ListOrders = z.infer<typeof listOrders>;

class CreateOrders1763000009000 implements MigrationInterface {
  readonly name = 'CreateOrders1763000009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table orders (id text primary key, merchant_id text not null, body jsonb not null)',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Migrations of the sample service. */
export const sampleMigrations: MigrationClass[] = [
  ...apiKeyMigrations,
  ...idempotencyMigrations,
  CreateOrders1763000009000,
];

/** The sample service's own module. */
export function sampleModule(database: Database, clock: Clock) {
  class SampleModule {}
  Module({
    controllers: [OrdersController, EdgeController],
    providers: [
      { provide: Database, useValue: database },
      { provide: Idempotency, useValue: new Idempotency(clock) },
    ],
  })(SampleModule);
  return SampleModule;
}
