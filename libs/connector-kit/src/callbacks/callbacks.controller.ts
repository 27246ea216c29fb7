import { Public, RawBody, RawQuery } from '@cauce/api';
import { Controller, Get, Headers, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { RawCallback } from '../connector.js';
import { CallbacksService } from './callbacks.service.js';
import { TranslateCallbacksJob } from './translate-callbacks.job.js';

/**
 * Makes the controller that a provider calls back to: `GET` or `POST /callbacks/<route>`, with anything
 * behind it. It stores the bytes and answers 200; whether they mean anything is found out later, because an
 * error would only make the provider give up. A service that cannot store answers 503, so that it tries again.
 *
 * @param route a route of this service that has callbacks; any other path is 404
 */
export function callbacksController(route: string): Type<unknown> {
  @Public()
  @ApiExcludeController()
  @Controller(`callbacks/${route}`)
  class CallbacksController {
    constructor(
      private readonly callbacks: CallbacksService,
      private readonly job: TranslateCallbacksJob,
    ) {}

    @Get(['', ':suffix'])
    async onGet(
      @Param('suffix') suffix: string | undefined,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      return this.store({ method: 'GET', suffix: suffix ?? '', query, contentType: null, body });
    }

    @Post(['', ':suffix'])
    @HttpCode(200)
    async onPost(
      @Param('suffix') suffix: string | undefined,
      @Headers('content-type') contentType: string | undefined,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      return this.store({
        method: 'POST',
        suffix: suffix ?? '',
        query,
        contentType: contentType ?? null,
        body,
      });
    }

    private async store(callback: RawCallback): Promise<string> {
      const isNew = await this.callbacks.store(route, callback);
      if (isNew) this.job.wake();
      return 'ok';
    }
  }
  return CallbacksController;
}
