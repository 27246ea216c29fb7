import { CallerOf, LargeBody, Scopes, type Caller } from '@cauce/api';
import { newId } from '@cauce/config';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { refuseMerchants } from '../access/refuse-merchants.errors.js';
import { createPaymentBody } from '../payments/create-payment.schema.js';
import { refuseStrangeMethods } from '../payments/strange-methods.errors.js';
import { compileRules } from '../rules/compile-rules.js';
import { routingRules, RULES_BODY } from '../rules/routing-rules.schema.js';
import { RoutingRulesService } from '../rules/routing-rules.service.js';
import { candidateView, toCandidateView } from './candidate-view.schema.js';
import { chooseRoute } from './choose-route.js';
import { routableOf, toRoutedPayment } from './routed-payment.js';
import { RoutingWorldService } from './routing-world.service.js';

const previewBody = createPaymentBody
  .extend({
    rules: routingRules.optional().describe('Operators: rules to go by instead of those in force'),
  })
  .meta({ id: 'PreviewPayment' });

const previewView = z
  .object({
    chosen: z.string().nullable(),
    /** Of the rules in force; null where the request brought its own. */
    rulesVersion: z.int().nullable(),
    candidates: z.array(candidateView),
  })
  .meta({ id: 'RoutingPreview' });

/** What would become of a payment now. */
@ApiTags('routes')
@Controller('v1/routing')
export class PreviewController {
  constructor(
    private readonly world: RoutingWorldService,
    private readonly rules: RoutingRulesService,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @LargeBody(RULES_BODY)
  @Scopes('payments:read', 'routing:write')
  @ApiOperation({
    summary: 'Say which route a payment would take now, and why no other; nothing is stored',
  })
  @ApiResponse({ status: 200, standardSchema: previewView })
  async preview(
    @CallerOf() caller: Caller,
    @Body({ schema: previewBody }) { rules, ...body }: z.output<typeof previewBody>,
  ): Promise<z.output<typeof previewView>> {
    const world = await this.world.now();
    refuseStrangeMethods(body.methods, world.routes);
    if (rules !== undefined) {
      refuseMerchants(caller);
      await this.rules.refuseBad(rules, '/rules');
    }
    const asked = routableOf(newId('pay'), caller.merchantId, body);
    const payment = toRoutedPayment(asked, body.payer);
    const around = rules === undefined ? world : { ...world, rules: compileRules(0, rules) };
    const { chosen, rulesVersion, candidates } = chooseRoute(payment, around);
    return {
      chosen: chosen?.route ?? null,
      rulesVersion: rules === undefined ? rulesVersion : null,
      candidates: candidates.map(toCandidateView),
    };
  }
}
