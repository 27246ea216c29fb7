import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  refusedBecause,
  type TillDesk,
  type TillPayment,
  type TillProtocol,
  type TillQuestion,
  type TillRefusal,
  type TillRequest,
  type TillTransaction,
} from '../tills/till-protocol.js';

/** Due for every code here. */
export const DUE = { minor: 8_500_000n, currency: 'COP' } as const;

type Step = keyof TillDesk;

/** What a protocol asked, in the desk's own words. */
export interface Asked {
  readonly step: Step;
  readonly about: TillQuestion | TillPayment | TillTransaction;
}

/**
 * The address that a network's tills ask, with a protocol that answers and a desk that only writes down what it
 * was asked: whether it decides well, the service with its tables is tested for.
 */
export class TillAddress implements TillDesk {
  asked: Asked[] = [];
  /** Most questions that one request came to. */
  mostAsked = 0;
  /** Why the next requests are refused. */
  refusal: TillRefusal | null = null;
  /** Steps whose next answer does not reach the till. */
  losses: Step[] = [];
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    );
  });

  constructor(private readonly tills: TillProtocol) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/tills`;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  consult(about: TillQuestion) {
    const due = { kind: 'due', amount: DUE, description: 'Zapatos de niño' } as const;
    return this.decide('consult', about, due);
  }

  register(about: TillPayment) {
    const registered = { kind: 'registered', number: '1', description: 'Zapatos' } as const;
    return this.decide('register', about, registered);
  }

  confirm(about: TillTransaction) {
    return this.decide('confirm', about, { kind: 'done' } as const);
  }

  reverse(about: TillTransaction) {
    return this.decide('reverse', about, { kind: 'done' } as const);
  }

  private async decide<T>(step: Step, about: Asked['about'], answer: T) {
    this.asked.push({ step, about });
    const at = this.losses.indexOf(step);
    if (at >= 0) {
      this.losses.splice(at, 1);
      throw new Error('the desk could not store it');
    }
    return this.refusal === null ? answer : refusedBecause(this.refusal);
  }

  /** As the kit answers: what the desk throws leaves the till in doubt. */
  private async answer(message: IncomingMessage): Promise<{ status: number; body: string }> {
    const before = this.asked.length;
    try {
      const answer = await this.tills.answer(this, await requestIn(message));
      return answer === null ? { status: 404, body: '' } : { status: 200, body: answer.body };
    } catch {
      return { status: 503, body: '' };
    } finally {
      this.mostAsked = Math.max(this.mostAsked, this.asked.length - before);
    }
  }
}

async function requestIn(message: IncomingMessage): Promise<TillRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { pathname, search } = new URL(message.url ?? '/', 'http://here');
  const path = pathname.replace(/^\/tills\/?|\/+$/g, '');
  return {
    method: message.method ?? '',
    path,
    query: search.slice(1),
    body: Buffer.concat(chunks),
  };
}
