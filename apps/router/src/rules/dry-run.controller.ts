import { CallerOf, LargeBody, moneyView, Scopes, toMoneyView, type Caller } from '@cauce/api';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { refuseMerchants } from '../access/refuse-merchants.errors.js';
import { candidateView, toCandidateView } from '../routing/candidate-view.schema.js';
import type { RouteChoice } from '../routing/choose-route.js';
import { DryRunService, type DryRun } from './dry-run.service.js';
import { routingRules, RULES_BODY } from './routing-rules.schema.js';

/** Payments of one dry run: a second or so of work. */
const MOST_PAYMENTS = 1_000;

const dryRunBody = z
  .strictObject({
    rules: routingRules,
    last: z
      .int()
      .min(1)
      .max(MOST_PAYMENTS)
      .default(500)
      .describe('How many of the last payments are decided again'),
  })
  .meta({ id: 'DryRunRules' });

const counts = { before: z.int(), after: z.int() };
const choice = z.object({ route: z.string().nullable(), candidates: z.array(candidateView) });

const dryRunView = z
  .object({
    /** Version of the rules in force, which these are compared with. */
    comparedWith: z.int(),
    payments: z.int(),
    oldest: z.iso.datetime().nullable(),
    newest: z.iso.datetime().nullable(),
    changed: z.int(),
    withoutRoute: z.object(counts),
    routes: z.array(z.object({ route: z.string(), ...counts })),
    cost: z.object({ before: moneyView, after: moneyView, payments: z.int() }).nullable(),
    /** The newest of the payments that would take another route. */
    changes: z.array(z.object({ payment: z.string(), before: choice, after: choice })),
  })
  .meta({ id: 'RulesDryRun' });

type DryRunView = z.output<typeof dryRunView>;

/** Rules that nobody has put in force. */
@ApiTags('routes')
@Controller('v1/routing')
export class DryRunController {
  constructor(private readonly runs: DryRunService) {}

  @Post('dry-run')
  @HttpCode(200)
  @LargeBody(RULES_BODY)
  @Scopes('routing:write')
  @ApiOperation({
    summary: 'Say what rules would have changed for the last payments; nothing is stored',
  })
  @ApiResponse({ status: 200, standardSchema: dryRunView })
  async run(
    @CallerOf() caller: Caller,
    @Body({ schema: dryRunBody }) { rules, last }: z.output<typeof dryRunBody>,
  ): Promise<DryRunView> {
    refuseMerchants(caller);
    return toDryRunView(await this.runs.run(rules, last));
  }
}

function toDryRunView({ oldest, newest, routes, cost, changes, ...run }: DryRun): DryRunView {
  return {
    ...run,
    oldest: oldest?.toISOString() ?? null,
    newest: newest?.toISOString() ?? null,
    routes: [...routes],
    cost:
      cost === null
        ? null
        : { ...cost, before: toMoneyView(cost.before), after: toMoneyView(cost.after) },
    changes: changes.map(({ paymentId, before, after }) => ({
      payment: paymentId,
      before: choiceView(before),
      after: choiceView(after),
    })),
  };
}

function choiceView({ chosen, candidates }: RouteChoice): z.output<typeof choice> {
  return { route: chosen?.route ?? null, candidates: candidates.map(toCandidateView) };
}
