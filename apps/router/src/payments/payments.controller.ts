import {
  Answer,
  CallerOf,
  IdempotencyKey,
  merchantOf,
  pageOf,
  pageQuery,
  readCursor,
  replayed,
  resourceId,
  Scopes,
  toPage,
  type Caller,
} from '@cauce/api';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CreatePaymentService } from './create-payment.service.js';
import {
  createPaymentBody,
  listPaymentsFilter,
  type CreatePaymentBody,
} from './create-payment.schema.js';
import { paymentView, type PaymentView } from './payment-view.schema.js';
import { PaymentsService } from './payments.service.js';
import { waitOf } from './prefer-wait.js';

const listQuery = z.strictObject({ ...pageQuery, ...listPaymentsFilter });
const paymentId = resourceId('pay');
const listPosition = z.tuple([z.iso.datetime(), paymentId]);

const eventView = z
  .object({
    id: z.string(),
    sequence: z.int(),
    type: z.string(),
    timestamp: z.iso.datetime(),
    data: z.unknown(),
  })
  .meta({ id: 'PaymentEvent' });

/** Payments, as merchants create, read, list and cancel them. */
@ApiTags('payments')
@Controller('v1/payments')
export class PaymentsController {
  constructor(
    private readonly creation: CreatePaymentService,
    private readonly payments: PaymentsService,
  ) {}

  @Post()
  @Scopes('payments:write')
  @ApiOperation({ summary: 'Create a payment and get the voucher or redirect for the payer' })
  @ApiHeader({ name: 'Prefer', description: 'wait=<seconds>, at most 30' })
  @ApiResponse({ status: 201, standardSchema: paymentView })
  @ApiResponse({ status: 202, standardSchema: paymentView, description: 'Still processing' })
  async create(
    @CallerOf() caller: Caller,
    @IdempotencyKey() key: string,
    @Headers('prefer') prefer: string | undefined,
    @Body({ schema: createPaymentBody }) body: CreatePaymentBody,
  ): Promise<Answer<PaymentView>> {
    const waitMs = waitOf(prefer, this.creation.defaultWaitMs);
    const { status, isReplay, payment } = await this.creation.create(caller, key, body, waitMs);
    if (isReplay) return replayed(status, payment);
    return new Answer(status, payment, { location: `/v1/payments/${payment.id}` });
  }

  @Get()
  @Scopes('payments:read')
  @ApiOperation({ summary: 'List payments, newest first' })
  @ApiResponse({ status: 200, standardSchema: pageOf(paymentView) })
  async list(
    @CallerOf() caller: Caller,
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
  ) {
    const { limit, after, ...filter } = query;
    const views = await this.payments.list(merchantOf(caller), {
      ...filter,
      after: readCursor(after, listPosition),
      limit: limit + 1,
    });
    return toPage(
      views,
      limit,
      (view) => view,
      (view) => [view.createdAt, view.id],
    );
  }

  @Get(':id')
  @Scopes('payments:read')
  @ApiOperation({ summary: 'Read a payment' })
  @ApiResponse({ status: 200, standardSchema: paymentView })
  async read(
    @CallerOf() caller: Caller,
    @Param('id', { schema: paymentId }) id: string,
  ): Promise<PaymentView> {
    return this.payments.find(merchantOf(caller), id);
  }

  @Get(':id/events')
  @Scopes('payments:read')
  @ApiOperation({ summary: 'The whole story of a payment, in order' })
  @ApiResponse({ status: 200, standardSchema: z.object({ data: z.array(eventView) }) })
  async events(@CallerOf() caller: Caller, @Param('id', { schema: paymentId }) id: string) {
    const rows = await this.payments.events(merchantOf(caller), id);
    return {
      data: rows.map((row) => ({
        id: row.id,
        sequence: row.sequence,
        type: row.type,
        timestamp: row.occurred_at.toISOString(),
        data: row.data,
      })),
    };
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Scopes('payments:write')
  @ApiOperation({ summary: 'Cancel a payment that waits for money' })
  @ApiResponse({ status: 200, standardSchema: paymentView })
  async cancel(
    @CallerOf() caller: Caller,
    @IdempotencyKey() key: string,
    @Param('id', { schema: paymentId }) id: string,
  ): Promise<Answer<PaymentView>> {
    const { isReplay, payment } = await this.payments.cancel(caller, key, id);
    return isReplay ? replayed(200, payment) : new Answer(200, payment);
  }
}
