import { JobLoop } from '@cauce/observability';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AnnounceRoutesJob } from '../announce-routes.job.js';
import { AskProvidersService } from '../calls/ask-providers.service.js';
import { ConnectorContext } from '../connector-context.js';
import type { Connector } from '../connector.js';
import { BankListsService } from './bank-lists.service.js';
import { askAgainAt, takenUntil, type BankAnswer } from './bank-questions.js';

/** How often the age of the lists is looked at, and whether one is due. */
const EVERY_MS = 300_000;

const SECOND_MS = 1_000;

/** Asks providers of transfers for their banks, and tells the router of them. */
@Injectable()
export class RefreshBanksJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private readonly age;
  private readonly startedAt: Date;

  constructor(
    private readonly context: ConnectorContext,
    private readonly provider: AskProvidersService,
    private readonly lists: BankListsService,
    private readonly announcer: AnnounceRoutesJob,
  ) {
    const { logger, metrics, clock } = context;
    this.startedAt = clock.now();
    this.age = metrics.gauge(
      'cauce_bank_list_age_seconds',
      'Time since the banks of a route were listed; since the start where they never were',
      ['route'],
    );
    const run = () => this.run();
    this.loop = new JobLoop({ name: 'refresh_banks', everyMs: EVERY_MS, run, logger, metrics });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Asks for every list that is due. @returns 0: what is due now was asked for */
  async run(): Promise<number> {
    let isNews = false;
    for (const connector of this.context.connectors) {
      if (connector.listBanks !== undefined && (await this.refresh(connector))) isNews = true;
    }
    if (isNews) await this.announcer.run();
    return 0;
  }

  /** @returns whether the list is new */
  private async refresh(connector: Connector): Promise<boolean> {
    const { route, banksPauseMs: pauseMs = 0 } = connector;
    const now = this.context.clock.now();
    const failures = await this.lists.takeQuestion(route, takenUntil(now, { pauseMs }));
    const isNews = failures !== null && (await this.askInTurn(connector, failures, now));
    await this.showAge(route);
    return isNews;
  }

  /** Asks one provider, and puts the next question off. @returns whether the list is new */
  private async askInTurn(connector: Connector, failures: number, now: Date): Promise<boolean> {
    const { route, banksPauseMs: pauseMs = 0 } = connector;
    const answer = await this.ask(connector);
    const question = { failures, refreshMs: this.context.settings.banksRefreshMs, pauseMs };
    const dueAt = askAgainAt(now, question, answer);
    await this.lists.askAgain(route, dueAt, answer === 'listed' ? 0 : failures + 1);
    return answer === 'listed';
  }

  private async showAge(route: string): Promise<void> {
    const known = await this.lists.find(route);
    const now = this.context.clock.now();
    const ageMs = now.getTime() - (known?.refreshedAt ?? this.startedAt).getTime();
    this.age.set({ route }, ageMs / SECOND_MS);
  }

  private async ask(connector: Connector): Promise<BankAnswer> {
    const { clock, logger } = this.context;
    const { route } = connector;
    const reply = await this.provider.listBanks(connector);
    if ('error' in reply) {
      const { error, wasAsked } = reply;
      logger.warn({ route, kind: error.kind, wasAsked }, 'banks not listed');
      return wasAsked ? 'failed' : 'not_asked';
    }
    const { banks } = reply;
    // A payer without any bank to choose is worse off than one with yesterday's.
    if (banks.length === 0) {
      logger.warn({ route, wasAsked: true }, 'no bank is listed');
      return 'failed';
    }
    await this.lists.store(route, { banks, refreshedAt: clock.now() });
    return 'listed';
  }
}
