import { Scopes } from '@cauce/api';
import { newId } from '@cauce/config';
import { money, type Currency, type Money } from '@cauce/money';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AdmittedRouteService } from '../health/admitted-route.service.js';
import { createPaymentBody, type CreatePaymentBody } from '../payments/create-payment.schema.js';
import { refuseStrangeMethods } from '../payments/strange-methods.errors.js';
import { REJECTIONS, type Candidate, type Rejection } from './choose-route.js';
import { costOf } from './route-cost.js';
import type { KnownRoute } from './routes.service.js';

const amountView = z.object({ value: z.number(), currency: z.string() });

const previewView = z
  .object({
    chosen: z.string().nullable(),
    candidates: z.array(
      z.object({
        route: z.string(),
        chosen: z.boolean(),
        reason: z.enum(Object.keys(REJECTIONS) as [Rejection, ...Rejection[]]).optional(),
        /** What its provider would keep, where that is known. */
        cost: z.object({ fee: amountView, iva: amountView, total: amountView }).optional(),
      }),
    ),
  })
  .meta({ id: 'RoutingPreview' });

type PreviewView = z.output<typeof previewView>;

/** What would become of a payment now. */
@ApiTags('routes')
@Controller('v1/routing')
export class PreviewController {
  constructor(private readonly admission: AdmittedRouteService) {}

  @Post('preview')
  @HttpCode(200)
  @Scopes('payments:read', 'routing:write')
  @ApiOperation({
    summary: 'Say which route a payment would take now, and why no other; nothing is stored',
  })
  @ApiResponse({ status: 200, standardSchema: previewView })
  async preview(
    @Body({ schema: createPaymentBody }) body: CreatePaymentBody,
  ): Promise<PreviewView> {
    const amount = money(BigInt(body.amount.value), body.amount.currency as Currency);
    const id = newId('pay');
    const { choice, routes } = await this.admission.preview(id, body.methods, amount);
    refuseStrangeMethods(body.methods, routes);
    const candidates = choice.candidates.map((one) => candidateView(one, amount, routes));
    return { chosen: choice.chosen?.route ?? null, candidates };
  }
}

function candidateView(
  { route, chosen, reason }: Candidate,
  amount: Money,
  routes: readonly KnownRoute[],
): PreviewView['candidates'][number] {
  const fees = routes.find((one) => one.route === route)?.fees ?? null;
  const isPriced = fees !== null && fees.fixed.currency === amount.currency;
  const cost = isPriced ? costOf(amount, fees, 0) : null;
  return {
    route,
    chosen,
    ...(reason !== undefined && { reason }),
    ...(cost !== null && {
      cost: { fee: viewOf(cost.fee), iva: viewOf(cost.iva), total: viewOf(cost.total) },
    }),
  };
}

function viewOf({ minor, currency }: Money): z.output<typeof amountView> {
  return { value: Number(minor), currency };
}
