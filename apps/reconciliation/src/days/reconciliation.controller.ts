import { CallerOf, pageOf, readCursor, resourceId, Scopes, toPage, type Caller } from '@cauce/api';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { BreaksService } from '../breaks/breaks.service.js';
import { reconciliationError } from '../errors.js';
import {
  breaksPosition,
  breaksQuery,
  breakView,
  dayParam,
  dayQuery,
  daysView,
  dayView,
  fileView,
} from './days.schema.js';
import { DaysService } from './days.service.js';

/** What the day has come to, for operators. */
@ApiTags('reconciliation')
@Controller('v1/reconciliation')
export class ReconciliationController {
  constructor(
    private readonly days: DaysService,
    private readonly breaks: BreaksService,
  ) {}

  @Get('days/:date')
  @Scopes('reconciliation:write')
  @ApiOperation({ summary: 'A day of one route, or of all of them' })
  @ApiResponse({ status: 200, standardSchema: z.union([dayView, daysView]) })
  async day(
    @CallerOf() caller: Caller,
    @Param('date', { schema: dayParam }) date: string,
    @Query({ schema: dayQuery }) query: z.output<typeof dayQuery>,
  ) {
    refuseMerchants(caller);
    if (query.route !== undefined) return this.days.day(query.route, date);
    return { date, routes: await this.days.allRoutes(date) };
  }

  @Get('files/:id')
  @Scopes('reconciliation:write')
  @ApiOperation({ summary: 'A settlement file' })
  @ApiResponse({ status: 200, standardSchema: fileView })
  async file(@CallerOf() caller: Caller, @Param('id', { schema: resourceId('sfile') }) id: string) {
    refuseMerchants(caller);
    return this.days.file(id);
  }

  @Get('breaks')
  @Scopes('reconciliation:write')
  @ApiOperation({ summary: 'Breaks, newest first' })
  @ApiResponse({ status: 200, standardSchema: pageOf(breakView) })
  async list(
    @CallerOf() caller: Caller,
    @Query({ schema: breaksQuery }) query: z.output<typeof breaksQuery>,
  ) {
    refuseMerchants(caller);
    const { limit, after, ...filter } = query;
    const rows = await this.breaks.list({
      ...filter,
      after: readCursor(after, breaksPosition),
      limit: limit + 1,
    });
    return toPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.openedAt, row.id],
    );
  }
}

/** Settlement is about everybody's money. */
function refuseMerchants(caller: Caller): void {
  if (caller.merchantId !== null) throw reconciliationError('OPERATOR_KEY_REQUIRED');
}
