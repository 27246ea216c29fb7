import { Answer, CallerOf, IdempotencyKey, replayed, Scopes, type Caller } from '@cauce/api';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { refuseMerchants } from '../access/refuse-merchants.errors.js';
import { routerError } from '../errors.js';
import { RoutesService, type KnownRoute } from '../routing/routes.service.js';
import { DrainsService } from './drains.service.js';
import { RouteEventsService } from './route-events.service.js';
import { RouteOverviewService, toMaintenanceView } from './route-overview.service.js';
import {
  maintenanceBody,
  maintenanceView,
  reasonBody,
  routeDetailView,
  routeView,
  type MaintenanceView,
  type RouteDetailView,
  type RouteView,
} from './route-view.schema.js';
import { thresholdsView } from './thresholds-view.schema.js';

const routesView = z.object({
  data: z.array(routeView),
  /** Null for merchants. */
  thresholds: thresholdsView.nullable(),
});

/** What happened to a route that is shown with it; the rest is in the database. */
const EVENTS_SHOWN = 20;

type Reason = z.output<typeof reasonBody>;

/** Routes: how they are, and what operators do to them. */
@ApiTags('routes')
@Controller('v1/routes')
export class RoutesController {
  constructor(
    private readonly routes: RoutesService,
    private readonly overview: RouteOverviewService,
    private readonly drains: DrainsService,
    private readonly events: RouteEventsService,
  ) {}

  @Get()
  @Scopes('payments:read', 'routing:write')
  @ApiOperation({ summary: 'Routes: whether each issues payments, and if not, why' })
  @ApiResponse({ status: 200, standardSchema: routesView })
  async list(@CallerOf() caller: Caller): Promise<z.output<typeof routesView>> {
    const views = await this.overview.of(await this.routes.known());
    if (caller.merchantId !== null) return { data: views.map(forMerchants), thresholds: null };
    return { data: [...views], thresholds: this.overview.thresholds };
  }

  @Get(':route')
  @Scopes('routing:write')
  @ApiOperation({ summary: 'A route, with what happened to it lately and who did it' })
  @ApiResponse({ status: 200, standardSchema: routeDetailView })
  async read(@CallerOf() caller: Caller, @Param('route') name: string): Promise<RouteDetailView> {
    refuseMerchants(caller);
    const known = await this.known(name);
    const [view] = await this.overview.of([known]);
    if (view === undefined) throw routerError('ROUTE_NOT_FOUND');
    const events = await this.events.latest(known.route, EVENTS_SHOWN);
    return {
      ...view,
      events: events.map(({ route: _, occurredAt, ...event }) => ({
        ...event,
        details: { ...event.details },
        occurredAt: occurredAt.toISOString(),
      })),
    };
  }

  @Post(':route/drain')
  @HttpCode(200)
  @Scopes('routing:write')
  @ApiOperation({ summary: 'Stop issuing on a route; what was issued goes on' })
  @ApiResponse({ status: 200, standardSchema: routeView })
  async drain(
    @CallerOf() caller: Caller,
    @Param('route') name: string,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ): Promise<RouteView | undefined> {
    refuseMerchants(caller);
    const known = await this.known(name);
    await this.drains.drain(known.route, caller.keyId, reason);
    return (await this.overview.of([known]))[0];
  }

  @Post(':route/restore')
  @HttpCode(200)
  @Scopes('routing:write')
  @ApiOperation({ summary: 'Issue on a drained route again' })
  @ApiResponse({ status: 200, standardSchema: routeView })
  async restore(
    @CallerOf() caller: Caller,
    @Param('route') name: string,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ): Promise<RouteView | undefined> {
    refuseMerchants(caller);
    const known = await this.known(name);
    await this.drains.restore(known.route, caller.keyId, reason);
    return (await this.overview.of([known]))[0];
  }

  @Post(':route/maintenance')
  @Scopes('routing:write')
  @ApiOperation({ summary: 'Plan a time in which nothing is issued on a route' })
  @ApiResponse({ status: 201, standardSchema: maintenanceView })
  async plan(
    @CallerOf() caller: Caller,
    @IdempotencyKey() key: string,
    @Param('route') name: string,
    @Body({ schema: maintenanceBody }) body: z.output<typeof maintenanceBody>,
  ): Promise<Answer<MaintenanceView>> {
    refuseMerchants(caller);
    const { route } = await this.known(name);
    const { isReplay, window } = await this.drains.plan(route, caller.keyId, key, body);
    const view = toMaintenanceView(window);
    return isReplay ? replayed(201, view) : new Answer(201, view);
  }

  @Post(':route/maintenance/:id/cancel')
  @HttpCode(204)
  @Scopes('routing:write')
  @ApiOperation({ summary: 'Cancel planned maintenance, or end it early' })
  @ApiResponse({ status: 204 })
  async cancel(
    @CallerOf() caller: Caller,
    @Param('route') name: string,
    @Param('id') id: string,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ): Promise<void> {
    refuseMerchants(caller);
    const { route } = await this.known(name);
    await this.drains.cancel(route, id, caller.keyId, reason);
  }

  /** Names come from callers: only what a connector announced goes further. */
  private async known(name: string): Promise<KnownRoute> {
    const route = (await this.routes.known()).find((one) => one.route === name);
    if (route === undefined) throw routerError('ROUTE_NOT_FOUND');
    return route;
  }
}

/** What all merchants together collect, and what the platform has promised, is no business of one of them. */
function forMerchants(view: RouteView): RouteView {
  return { ...view, paidThisMonth: null, commitment: null };
}
