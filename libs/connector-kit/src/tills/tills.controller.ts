import { apiError, Public, RawBody, RawQuery } from '@cauce/api';
import { Controller, Get, Header, HttpCode, Param, Patch, Post, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { TillProtocol } from './till-protocol.js';
import { TillsService } from './tills.service.js';

/** JSON whatever it says: a refusal is a code in it. */
const JSON_TYPE = ['content-type', 'application/json; charset=utf-8'] as const;

/**
 * Makes the controller that a network's tills ask: `/tills/<route>`, with the paths of the protocol behind it.
 * It hands the bytes over as they came, and what is answered was stored before. A service that cannot store,
 * or not in time, answers 503, so that the till asks again; what is no request of the protocol is 404.
 */
export function tillsController(route: string, tills: TillProtocol): Type<unknown> {
  @Public()
  @ApiExcludeController()
  @Controller(`tills/${route}`)
  class TillsController {
    constructor(private readonly service: TillsService) {}

    @Get('*')
    @Header(...JSON_TYPE)
    onGet(@Param('*') path: string, @RawQuery() query: string): Promise<string> {
      return this.answer('GET', path, query, new Uint8Array());
    }

    @Post('*')
    @HttpCode(200)
    @Header(...JSON_TYPE)
    onPost(
      @Param('*') path: string,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      return this.answer('POST', path, query, body);
    }

    @Patch('*')
    @Header(...JSON_TYPE)
    onPatch(
      @Param('*') path: string,
      @RawQuery() query: string,
      @RawBody() body: Buffer,
    ): Promise<string> {
      return this.answer('PATCH', path, query, body);
    }

    private async answer(
      method: string,
      path: string,
      query: string,
      body: Uint8Array,
    ): Promise<string> {
      const request = { method, path: path.replace(/^\/+|\/+$/g, ''), query, body };
      const answer = await this.service.answer(route, tills, request);
      if (answer === null) throw apiError('NOT_FOUND');
      return answer.body;
    }
  }
  return TillsController;
}
