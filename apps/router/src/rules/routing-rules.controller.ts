import {
  Answer,
  CallerOf,
  etagOf,
  IdempotencyKey,
  LargeBody,
  pageQuery,
  readCursor,
  replayed,
  Scopes,
  toPage,
  versionFollowed,
  type Caller,
} from '@cauce/api';
import { Body, Controller, Get, Headers, Param, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { refuseMerchants } from '../access/refuse-merchants.errors.js';
import { RestoreRulesService } from './restore-rules.service.js';
import { RULES_BODY } from './routing-rules.schema.js';
import { RoutingRulesService } from './routing-rules.service.js';
import {
  putRulesBody,
  restoreRulesBody,
  rulesVersionsView,
  rulesVersionView,
  toRulesVersionView,
  toVersionEntry,
  type RulesVersionView,
} from './rules-view.schema.js';

const versionParam = z.coerce.number().int().min(1).max(999_999_999);
const listQuery = z.strictObject(pageQuery);
const listPosition = z.tuple([z.string().regex(/^[1-9]\d{0,8}$/)]);

/** The rules that payments are routed by. A rule is every merchant's: only operators see and change them. */
@ApiTags('routes')
@Controller('v1/routing/rules')
export class RoutingRulesController {
  constructor(
    private readonly rules: RoutingRulesService,
    private readonly restoring: RestoreRulesService,
  ) {}

  @Get()
  @Scopes('routing:write')
  @ApiOperation({ summary: 'The routing rules in force' })
  @ApiResponse({ status: 200, standardSchema: rulesVersionView })
  async read(@CallerOf() caller: Caller): Promise<Answer<RulesVersionView>> {
    refuseMerchants(caller);
    return tagged(toRulesVersionView(await this.rules.current()));
  }

  @Put()
  @LargeBody(RULES_BODY)
  @Scopes('routing:write')
  @ApiOperation({ summary: 'Put a document of rules in force; the one before is kept' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the rules that it follows' })
  @ApiResponse({ status: 200, standardSchema: rulesVersionView })
  async put(
    @CallerOf() caller: Caller,
    @Headers('if-match') header: string | undefined,
    @Body({ schema: putRulesBody }) { reason, ...document }: z.output<typeof putRulesBody>,
  ): Promise<Answer<RulesVersionView>> {
    refuseMerchants(caller);
    const activation = {
      actor: caller.keyId,
      reason: reason ?? '',
      follows: versionFollowed(header),
      restoredFrom: null,
    };
    return tagged(toRulesVersionView(await this.rules.activate(document, activation)));
  }

  @Get('versions')
  @Scopes('routing:write')
  @ApiOperation({ summary: 'Versions of the rules, newest first: who, when and why' })
  @ApiResponse({ status: 200, standardSchema: rulesVersionsView })
  async list(
    @CallerOf() caller: Caller,
    @Query({ schema: listQuery }) { limit, after }: z.output<typeof listQuery>,
  ) {
    refuseMerchants(caller);
    const position = readCursor(after, listPosition);
    const below = position === null ? null : Number(position[0]);
    const rows = await this.rules.list(limit + 1, below);
    return toPage(rows, limit, toVersionEntry, ({ version }) => [String(version)]);
  }

  @Get('versions/:version')
  @Scopes('routing:write')
  @ApiOperation({ summary: 'One version of the rules' })
  @ApiResponse({ status: 200, standardSchema: rulesVersionView })
  async readVersion(
    @CallerOf() caller: Caller,
    @Param('version', { schema: versionParam }) version: number,
  ): Promise<RulesVersionView> {
    refuseMerchants(caller);
    return toRulesVersionView(await this.rules.version(version));
  }

  @Post('versions/:version/restore')
  @Scopes('routing:write')
  @ApiOperation({ summary: 'Put an old version in force again, as a new one' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the rules that it follows' })
  @ApiResponse({ status: 201, standardSchema: rulesVersionView })
  async restore(
    @CallerOf() caller: Caller,
    @IdempotencyKey() key: string,
    @Headers('if-match') header: string | undefined,
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: restoreRulesBody }) { reason }: z.output<typeof restoreRulesBody>,
  ): Promise<Answer<RulesVersionView>> {
    refuseMerchants(caller);
    const activation = { actor: caller.keyId, reason, follows: versionFollowed(header) };
    const { isReplay, active } = await this.restoring.restore(version, activation, key);
    const view = toRulesVersionView(active);
    return isReplay ? replayed(201, view) : new Answer(201, view, { etag: etagOf(view.version) });
  }
}

function tagged(view: RulesVersionView): Answer<RulesVersionView> {
  return new Answer(200, view, { etag: etagOf(view.version) });
}
