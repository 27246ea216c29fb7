import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError, toConnectorError } from '../connector-error.js';
import type { Connector, StatusAnswer } from '../connector.js';
import { ExchangesService } from './exchanges.service.js';
import { providerAgent, RecordedCall } from './provider-http.client.js';

/** Calls that run at once on this service; more are refused as not sent, so that they may go elsewhere. */
const MAX_RUNNING = 256;

/** Upper bounds of durations of provider calls, in seconds. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30];

/** Budget of a call that nobody waits for, milliseconds. */
const BACKGROUND_TIMEOUT_MS = 20_000;

/** The one way to a provider: bounded in number and time, counted and timed. */
@Injectable()
export class DialerService implements OnApplicationShutdown {
  private readonly agent = providerAgent();
  private readonly requests;
  private readonly seconds;
  private running = 0;

  constructor(
    private readonly context: ConnectorContext,
    private readonly exchanges: ExchangesService,
  ) {
    const { metrics } = context;
    this.requests = metrics.counter('cauce_provider_requests_total', 'Provider calls by outcome', [
      'route',
      'operation',
      'outcome',
    ]);
    this.seconds = metrics.histogram(
      'cauce_provider_request_seconds',
      'Duration of provider calls',
      ['route', 'operation'],
      SECONDS,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  /** A call with its own deadline. */
  call(timeoutMs: number): RecordedCall {
    return new RecordedCall(this.agent, () => this.context.clock.now(), Math.max(1, timeoutMs));
  }

  /** Asks the provider on behalf of callbacks and polls; exchanges are kept. @throws ConnectorError */
  async ask(
    route: string,
    reference: string,
    providerTransactionIds: readonly string[],
    attemptId: string | null,
  ): Promise<StatusAnswer> {
    const call = this.call(BACKGROUND_TIMEOUT_MS);
    try {
      return await this.observed('ask', route, (connector) =>
        connector.readStatus({ reference, providerTransactionIds }, call),
      );
    } finally {
      await this.context.database.transaction((tx) =>
        this.exchanges.keep(tx, { route, operation: 'ask', attemptId }, call.exchanges),
      );
    }
  }

  /** Runs one operation of a route's connector, counted and timed. @throws ConnectorError */
  async observed<T>(
    operation: string,
    route: string,
    work: (connector: Connector) => Promise<T>,
  ): Promise<T> {
    const connector = this.context.connectorOf(route);
    if (connector === null) throw new ConnectorError('connect_failed', `no connector for ${route}`);
    if (this.running >= MAX_RUNNING) {
      throw new ConnectorError('busy', `${MAX_RUNNING} calls are running`);
    }
    this.running += 1;
    const done = this.seconds.startTimer({ route, operation });
    try {
      const result = await work(connector);
      this.requests.inc({ route, operation, outcome: 'done' });
      return result;
    } catch (error) {
      this.requests.inc({ route, operation, outcome: toConnectorError(error).meaning.outcome });
      throw error;
    } finally {
      this.running -= 1;
      done();
    }
  }
}
