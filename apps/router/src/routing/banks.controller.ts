import { Scopes } from '@cauce/api';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { routerError } from '../errors.js';
import { banksOf } from './banks.js';
import { present } from './route-absence.js';
import { RoutesService } from './routes.service.js';

const bankListView = z
  .object({
    data: z
      .array(z.object({ code: z.string(), name: z.string() }))
      .describe('Each bank that some route takes, once and by name'),
    refreshedAt: z.iso.datetime().describe('Of the newest list, whose names are shown'),
  })
  .meta({ id: 'BankList' });

/** The banks that a payer may choose from. */
@ApiTags('methods')
@Controller('v1/methods')
export class BanksController {
  constructor(private readonly routes: RoutesService) {}

  @Get('pse/banks')
  @Scopes('payments:read')
  @ApiOperation({
    summary: 'List the banks that a payer may choose from at PSE',
    description:
      'The banks of every route that is announced, also while one is drained or down. A payment goes to a route ' +
      'whose provider lists its bank, or has not listed any.',
  })
  @ApiResponse({ status: 200, standardSchema: bankListView })
  async list(): Promise<z.output<typeof bankListView>> {
    const banks = banksOf(present(await this.routes.known()));
    if (banks === null) throw routerError('BANKS_UNKNOWN');
    return { data: banks.list, refreshedAt: banks.refreshedAt.toISOString() };
  }
}
