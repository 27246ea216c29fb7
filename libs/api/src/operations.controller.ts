import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Health, Metrics } from '@cauce/observability';
import { Public } from './access.js';
import { Answer } from './answer.js';
import type { HttpReply } from './http-types.js';

/** Token of the {@link ServiceVersion} that /version answers. */
export const SERVICE_VERSION = Symbol('SERVICE_VERSION');

export interface ServiceVersion {
  readonly name: string;
  readonly version: string;
  readonly node: string;
}

/** What whoever runs the service asks it. */
@Public()
@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(SERVICE_VERSION) private readonly about: ServiceVersion,
  ) {}

  @Get('healthz')
  alive(): { ok: true } {
    return { ok: true };
  }

  /** Names what fails, not why: the reasons hold host names, and are in the log. */
  @Get('readyz')
  async ready(): Promise<Answer<{ ok: boolean; checks: Record<string, string> }>> {
    const { ok, checks } = await this.health.ready();
    const shown = Object.entries(checks).map(([name, state]) => [
      name,
      state === 'ok' ? 'ok' : 'failing',
    ]);
    return new Answer(ok ? 200 : 503, { ok, checks: Object.fromEntries(shown) });
  }

  @Get('metrics')
  @Header('cache-control', 'no-store')
  async scrape(@Res({ passthrough: true }) reply: HttpReply): Promise<string> {
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }

  @Get('version')
  version(): ServiceVersion {
    return this.about;
  }
}
