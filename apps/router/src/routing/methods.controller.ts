import { Scopes } from '@cauce/api';
import { DOCUMENT_TYPES } from '@cauce/contracts';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RouterContext } from '../router-context.js';
import { railHours } from './rail-hours.js';
import { present } from './route-absence.js';
import { RoutesService, type KnownRoute } from './routes.service.js';

const amount = z.object({ value: z.number(), currency: z.string() });
const times = z.object({ opens: z.string(), closes: z.string() }).nullable();
const hours = z.object({ weekday: times, saturday: times, sunday: times, holiday: times });

const methodListView = z
  .object({
    data: z.array(
      z.object({
        method: z.string(),
        /** The least and the most that one of its routes takes. */
        minimum: amount,
        maximum: amount,
        /** Whether counters of some route are open now; null where that is not known. */
        isOpen: z.boolean().nullable(),
        /** From the first opening to the last closing of its routes; null where they are not all known. */
        hours: hours.nullable(),
        documents: z.array(z.enum(DOCUMENT_TYPES)),
      }),
    ),
  })
  .meta({ id: 'MethodList' });

type MethodView = z.output<typeof methodListView>['data'][number];

/** The rails that a payment may name now. */
@ApiTags('methods')
@Controller('v1/methods')
export class MethodsController {
  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
  ) {}

  @Get()
  @Scopes('payments:read')
  @ApiOperation({ summary: 'List the rails that collect here, with limits, hours and documents' })
  @ApiResponse({ status: 200, standardSchema: methodListView })
  async list(): Promise<z.output<typeof methodListView>> {
    const now = this.context.clock.now();
    const rails = Map.groupBy(present(await this.routes.known()), ({ rail }) => rail);
    const data = [...rails].map(([method, routes]) => methodView(method, routes, now));
    return { data: data.sort((a, b) => (a.method < b.method ? -1 : 1)) };
  }
}

function methodView(method: string, routes: readonly KnownRoute[], now: Date): MethodView {
  const least = routes.map(({ minimum }) => minimum).sort((a, b) => Number(a.minor - b.minor))[0];
  const most = routes.map(({ maximum }) => maximum).sort((a, b) => Number(b.minor - a.minor))[0];
  const taken = routes.flatMap(({ documents }) => documents ?? DOCUMENT_TYPES);
  return {
    method,
    minimum: viewOf(least),
    maximum: viewOf(most),
    ...railHours(
      routes.map(({ openingHours }) => openingHours),
      now,
    ),
    documents: DOCUMENT_TYPES.filter((one) => taken.includes(one)),
  };
}

function viewOf(one: KnownRoute['minimum'] | undefined): z.output<typeof amount> {
  return { value: Number(one?.minor ?? 0n), currency: one?.currency ?? 'COP' };
}
