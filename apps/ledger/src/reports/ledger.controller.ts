import { apiError, CallerOf, pageOf, readCursor, Scopes, toPage, type Caller } from '@cauce/api';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  accountCode,
  accountsQuery,
  accountView,
  atQuery,
  entriesQuery,
  entryView,
  transactionsQuery,
  transactionView,
  trialBalanceView,
  verificationView,
} from './ledger.schema.js';
import { ReportsService } from './reports.service.js';

/** The books, to read. */
@ApiTags('ledger')
@Controller('v1/ledger')
export class LedgerController {
  constructor(private readonly reports: ReportsService) {}

  @Get('accounts')
  @Scopes('ledger:read')
  @ApiOperation({ summary: 'Accounts with their balances, by code' })
  @ApiResponse({ status: 200, standardSchema: z.object({ data: z.array(accountView) }) })
  async accounts(
    @CallerOf() caller: Caller,
    @Query({ schema: accountsQuery }) query: z.output<typeof accountsQuery>,
  ) {
    return { data: await this.reports.accounts(caller, query.prefix) };
  }

  @Get('accounts/:code')
  @Scopes('ledger:read')
  @ApiOperation({ summary: 'The balance of an account, now or as of an instant' })
  @ApiResponse({ status: 200, standardSchema: accountView })
  async account(
    @CallerOf() caller: Caller,
    @Param('code', { schema: accountCode }) code: string,
    @Query({ schema: atQuery }) query: z.output<typeof atQuery>,
  ) {
    return this.reports.account(caller, code, query.at);
  }

  @Get('accounts/:code/entries')
  @Scopes('ledger:read')
  @ApiOperation({ summary: 'Entries of an account, newest first' })
  @ApiResponse({ status: 200, standardSchema: pageOf(entryView) })
  async entries(
    @CallerOf() caller: Caller,
    @Param('code', { schema: accountCode }) code: string,
    @Query({ schema: entriesQuery }) query: z.output<typeof entriesQuery>,
  ) {
    const after = readCursor(query.after, 1);
    const rows = await this.reports.entries(caller, code, query.limit + 1, after);
    return toPage(
      rows,
      query.limit,
      ({ version: _, ...entry }) => entry,
      (row) => [row.version],
    );
  }

  @Get('transactions')
  @Scopes('ledger:read')
  @ApiOperation({ summary: 'What was posted for a payment' })
  @ApiResponse({ status: 200, standardSchema: z.object({ data: z.array(transactionView) }) })
  async transactions(
    @CallerOf() caller: Caller,
    @Query({ schema: transactionsQuery }) query: z.output<typeof transactionsQuery>,
  ) {
    return { data: await this.reports.transactions(caller, query.payment) };
  }

  @Get('trial-balance')
  @Scopes('ledger:read')
  @ApiOperation({ summary: 'Every balance, and their sum: zero' })
  @ApiResponse({ status: 200, standardSchema: trialBalanceView })
  async trialBalance(
    @CallerOf() caller: Caller,
    @Query({ schema: atQuery }) query: z.output<typeof atQuery>,
  ) {
    refuseMerchants(caller);
    return this.reports.trialBalance(query.at);
  }

  @Post('verify')
  @HttpCode(200)
  @Scopes('ledger:read')
  @ApiOperation({ summary: 'Check every invariant of the books; changes nothing' })
  @ApiResponse({ status: 200, standardSchema: verificationView })
  async verify(@CallerOf() caller: Caller) {
    refuseMerchants(caller);
    return this.reports.verify();
  }
}

/** Some answers are about everybody's money. */
function refuseMerchants(caller: Caller): void {
  if (caller.merchantId === null) return;
  throw apiError('FORBIDDEN', { detail: 'This needs the key of an operator.' });
}
