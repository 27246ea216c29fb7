import { setTimeout as after } from 'node:timers/promises';
import { apiError } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type {
  TillAnswer,
  TillDesk,
  TillProtocol,
  TillRefused,
  TillRequest,
} from './till-protocol.js';
import { TillEndingService } from './till-ending.service.js';
import { TillRegisterService } from './till-register.service.js';

/** Upper bounds of the time that a till waits, in seconds. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

/** When a till that could not be answered may ask again. */
const RETRY_AFTER_SECONDS = 1;

const LATE = Symbol('late');

/** Answers tills: a customer stands there with cash in hand. */
@Injectable()
export class TillsService {
  private readonly requests;
  private readonly seconds;

  constructor(
    private readonly context: ConnectorContext,
    private readonly registers: TillRegisterService,
    private readonly endings: TillEndingService,
  ) {
    this.requests = context.metrics.counter(
      'cauce_till_requests_total',
      'What tills asked, by what it came to; unread ones were forged or broken',
      ['route', 'step', 'result'],
    );
    // An alert sees the first one only against a nought.
    for (const { route, tills } of context.connectors) {
      if (tills) this.requests.inc({ route, step: 'reverse', result: 'not_reversible' }, 0);
    }
    this.seconds = context.metrics.histogram(
      'cauce_till_request_seconds',
      'Time that a till waited for its answer',
      ['route'],
      SECONDS,
    );
  }

  /**
   * Answers one request, in time or not at all: a till that is left without an answer asks again, under the
   * same number, and finds what the first request came to.
   *
   * @returns null for a request of no form of the protocol
   * @throws AppError NOT_AVAILABLE when the answer took too long
   */
  async answer(
    route: string,
    tills: TillProtocol,
    request: TillRequest,
  ): Promise<TillAnswer | null> {
    const stop = this.seconds.startTimer({ route });
    const waiting = new AbortController();
    const { signal } = waiting;
    try {
      const answer = await Promise.race([
        this.ask(route, tills, request),
        after(this.context.settings.tillAnswerMs, LATE, { signal, ref: false }),
      ]);
      if (answer !== LATE) return answer;
      this.context.logger.warn({ route }, 'till got no answer in time');
      throw apiError('NOT_AVAILABLE', { facts: { route }, retryAfterSeconds: RETRY_AFTER_SECONDS });
    } finally {
      waiting.abort();
      stop();
    }
  }

  private async ask(
    route: string,
    tills: TillProtocol,
    request: TillRequest,
  ): Promise<TillAnswer | null> {
    let isRead = false;
    const counted = async <T extends object>(step: string, work: Promise<T | TillRefused>) => {
      isRead = true;
      const answer = await work;
      const result = 'reason' in answer ? answer.reason : 'done';
      this.requests.inc({ route, step, result });
      return answer;
    };
    const desk: TillDesk = {
      consult: (one) => counted('consult', this.registers.consult(route, one)),
      register: (one) =>
        counted('register', this.registers.register(route, one, { request, holdMs: tills.holdMs })),
      confirm: (one) => counted('confirm', this.endings.confirm(route, one)),
      reverse: (one) => counted('reverse', this.endings.reverse(route, one, tills.reverseWithinMs)),
    };
    const answer = await tills.answer(desk, request);
    if (!isRead) {
      this.requests.inc({ route, step: 'none', result: 'unread' });
      this.context.logger.warn({ route, method: request.method }, 'till request was not read');
    }
    return answer;
  }
}
