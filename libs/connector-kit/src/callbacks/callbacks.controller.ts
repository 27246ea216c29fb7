import { apiError, Public, RawBody, RawQuery } from '@cauce/api';
import { Controller, Get, Headers, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ConnectorContext } from '../connector-context.js';
import { CallbacksService } from './callbacks.service.js';

/**
 * Makes the controller that providers call back to: `GET` or `POST /callbacks/<route>`. It stores the bytes
 * and answers; whether they mean anything is found out later. A service that cannot store answers 503, so
 * that the provider tries again.
 *
 * @param rail only routes of this rail, so that the connectors of one process do not collide
 */
export function callbacksController(rail: string): Type<unknown> {
  @ApiExcludeController()
  @Controller(`callbacks/${rail}.:protocol`)
  class CallbacksController {
    constructor(
      private readonly context: ConnectorContext,
      private readonly callbacks: CallbacksService,
    ) {}

    @Get()
    @Public()
    async onGet(
      @Param('protocol') protocol: string,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      return this.store(protocol, { method: 'GET', query, contentType: null, body });
    }

    @Post()
    @HttpCode(200)
    @Public()
    async onPost(
      @Param('protocol') protocol: string,
      @Headers('content-type') contentType: string | undefined,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      return this.store(protocol, {
        method: 'POST',
        query,
        contentType: contentType ?? null,
        body,
      });
    }

    private async store(
      protocol: string,
      callback: Parameters<CallbacksService['store']>[1],
    ): Promise<string> {
      const connector = this.context.connectorOf(`${rail}.${protocol}`);
      if (connector?.readCallback === undefined) throw apiError('NOT_FOUND');
      await this.callbacks.store(connector.route, callback);
      return 'ok';
    }
  }
  return CallbacksController;
}
