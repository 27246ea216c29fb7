import { Controller, Get, Inject, Post } from '@nestjs/common';
import { Database } from '@cauce/database';
import { currentStep } from '@cauce/observability';
import {
  CallerOf,
  Public,
  RawBody,
  RawQuery,
  Scopes,
  errorFactory,
  type Caller,
} from '../src/index.js';

/** Errors of the sample service, as an app's errors.ts has them. */
const orderError = errorFactory({
  ORDER_CLOSED: { status: 409, title: 'The order is closed', retryable: false },
  PROVIDER_SILENT: { status: 502, title: 'The provider did not answer', retryable: true },
});

/** What a provider calls, and what goes wrong. */
@Controller('edge')
@Public()
export class EdgeController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Post('callbacks')
  callback(@RawBody() body: Buffer, @RawQuery() query: string) {
    return { bytes: body.toString('hex'), query };
  }

  @Get('callbacks')
  confirmation(@RawQuery() query: string) {
    return { query };
  }

  @Post('traced')
  traced(@RawBody() _body: Buffer) {
    return { step: currentStep() };
  }

  @Get('bug')
  bug(): never {
    throw new TypeError('canary-in-a-bug');
  }

  @Get('bad-sql')
  badSql(): Promise<unknown> {
    return this.database.reads.query('select $1::int', ['canary-in-sql']);
  }

  @Get('shutdown')
  shutdown(): Promise<unknown> {
    const statement = `do $$ begin raise 'canary' using errcode = 'admin_shutdown'; end $$`;
    return this.database.transaction((tx) => tx.query(statement));
  }

  @Get('closed')
  closed(): never {
    throw orderError('ORDER_CLOSED', {
      detail: 'Closed yesterday',
      facts: { note: 'canary-fact' },
    });
  }

  @Get('silent')
  silent(): never {
    throw orderError('PROVIDER_SILENT', { outcome: 'unknown', retryAfterSeconds: 5 });
  }

  @Get('operators')
  @Scopes('admin')
  operators(@CallerOf() caller: Caller) {
    return { merchantId: caller.merchantId };
  }
}
