import { Public, RawBody, RawQuery } from '@cauce/api';
import { Controller, Get, Headers, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Connector, RawCallback } from '../connector.js';
import { ReceiveCallbacksService } from './receive-callbacks.service.js';

type Came = Readonly<Record<string, string | undefined>>;

/**
 * Makes the controller that a provider calls back to: `GET` or `POST /callbacks/<route>`, with anything
 * behind it. It stores the bytes and answers 200; what they mean is found out later, and a forgery is answered
 * alike, because an error would only make the provider give up. A service that cannot store answers 503, so that it tries again.
 *
 * @param connector one of this service that has callbacks; any other path is 404
 */
export function callbacksController({
  route,
  callbackHeaders = [],
}: Pick<Connector, 'route' | 'callbackHeaders'>): Type<unknown> {
  @Public()
  @ApiExcludeController()
  @Controller(`callbacks/${route}`)
  class CallbacksController {
    constructor(private readonly callbacks: ReceiveCallbacksService) {}

    @Get(['', ':suffix'])
    async onGet(
      @Param('suffix') suffix: string | undefined,
      @Headers() came: Came,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      const headers = wanted(came, callbackHeaders);
      const form = { method: 'GET', suffix: suffix ?? '', contentType: null };
      return this.receive({ ...form, query, headers, body });
    }

    @Post(['', ':suffix'])
    @HttpCode(200)
    async onPost(
      @Param('suffix') suffix: string | undefined,
      @Headers() came: Came,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      return this.receive({
        method: 'POST',
        suffix: suffix ?? '',
        query,
        contentType: came['content-type'] ?? null,
        headers: wanted(came, callbackHeaders),
        body,
      });
    }

    private async receive(callback: RawCallback): Promise<string> {
      await this.callbacks.receive(route, callback);
      return 'ok';
    }
  }
  return CallbacksController;
}

function wanted(came: Came, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = came[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
