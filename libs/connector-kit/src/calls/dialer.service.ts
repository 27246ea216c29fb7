import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError, toConnectorError } from '../connector-error.js';
import type { Connector } from '../connector.js';
import type { Operation } from './exchanges.service.js';
import type { Agent } from 'undici';
import { CONNECTIONS, providerAgent, RecordedCall } from './provider-http.client.js';
import { RouteGate } from './route-gate.js';

/** Operations of one route that may wait while as many as there are connections run. */
const MAX_WAITING = 256;

/** Upper bounds of durations of operations, in seconds. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30];

/** The one way to a provider: bounded in number and time, counted and timed. */
@Injectable()
export class DialerService implements OnApplicationShutdown {
  /** By protocol: what is shown to one provider is shown to no other. */
  private readonly agents: ReadonlyMap<string, Agent>;
  private readonly gates: ReadonlyMap<string, RouteGate>;
  private readonly requests;
  private readonly seconds;

  constructor(private readonly context: ConnectorContext) {
    const limits = { running: CONNECTIONS, waiting: MAX_WAITING };
    const { clientCertificates } = context.settings;
    this.agents = new Map(
      context.connectors.map(({ protocol }) => [
        protocol,
        providerAgent(clientCertificates.get(protocol)),
      ]),
    );
    this.gates = new Map(context.connectors.map((one) => [one.route, new RouteGate(limits)]));
    this.requests = context.metrics.counter(
      'cauce_provider_requests_total',
      'Operations at providers by outcome and, where they failed, by reason',
      ['route', 'operation', 'outcome', 'reason'],
    );
    this.seconds = context.metrics.histogram(
      'cauce_provider_request_seconds',
      'Duration of operations at providers',
      ['route', 'operation'],
      SECONDS,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }

  /** Starts the clock of an operation. @param timeoutMs none is left when it is not positive */
  call(connector: Connector, timeoutMs: number): RecordedCall {
    const agent = this.agents.get(connector.protocol);
    if (agent === undefined)
      throw new Error(`${this.context.service} does not host ${connector.route}`);
    return new RecordedCall({
      agent,
      now: () => this.context.clock.now(),
      timeoutMs,
      privateFields: connector.privateFields,
    });
  }

  /**
   * Runs one operation of a connector.
   *
   * @throws ConnectorError; anything else that a connector throws becomes one whose outcome is unknown, and
   *   so does a `not_sent` after a request that may have been executed
   */
  async run<T>(
    operation: Operation,
    connector: Connector,
    call: RecordedCall,
    work: () => Promise<T>,
  ): Promise<T> {
    const { route } = connector;
    const gate = this.gates.get(route);
    if (gate === undefined) throw new Error(`${this.context.service} does not host ${route}`);
    const stop = this.seconds.startTimer({ route, operation });
    const count = (outcome: string, reason: string) =>
      this.requests.inc({ route, operation, outcome, reason });
    try {
      const result = await gate.run(call.signal, work);
      count('done', 'none');
      return result;
    } catch (error) {
      const failure = this.explain(error, operation, route, call);
      count(failure.meaning.outcome, failure.kind);
      throw failure;
    } finally {
      stop();
    }
  }

  private explain(
    error: unknown,
    operation: Operation,
    route: string,
    call: RecordedCall,
  ): ConnectorError {
    if (!(error instanceof ConnectorError)) {
      this.context.logger.error({ err: error, route, operation }, 'connector failed unexpectedly');
    }
    const failure = toConnectorError(error);
    if (failure.meaning.outcome !== 'not_sent' || !call.mayHaveExecuted) return failure;
    return new ConnectorError('connection_lost', `after an execution: ${failure.message}`, {
      cause: failure,
    });
  }
}
