import {
  paymentOf,
  type providerAgent,
  RecordedCall,
  type Connector,
  type IssueRequest,
  type ProviderRequest,
} from '@cauce/connector-kit';
import { request as send } from 'undici';

const TIMEOUT_MS = 10_000;

type Agent = ReturnType<typeof providerAgent>;

/** A connector, with every request that it sends written down. */
export class Traced {
  readonly sent: ProviderRequest[] = [];
  readonly connector: Connector;
  private readonly agent: Agent;
  private readonly more: Partial<IssueRequest>;
  private serial = 0;

  constructor(connector: Connector, agent: Agent, more: Partial<IssueRequest>) {
    this.connector = connector;
    this.agent = agent;
    this.more = more;
  }

  async issue(): Promise<string> {
    this.serial += 1;
    const request = {
      ...paymentOf(this.serial, 'http://127.0.0.1:9/callbacks'),
      returnUrl: 'https://shop.example/back',
      ...this.more,
    };
    await this.connector.issue(request, this.call());
    return request.reference;
  }

  async read(reference: string): Promise<void> {
    const query = { reference, providerTransactionIds: [], scope: 'reference' as const };
    await this.connector.readStatus(query, this.call());
  }

  private call() {
    const { privateFields } = this.connector;
    const call = new RecordedCall({
      agent: this.agent,
      now: () => new Date(),
      timeoutMs: TIMEOUT_MS,
      privateFields,
    });
    return {
      signal: call.signal,
      now: call.now,
      send: (request: ProviderRequest) => {
        this.sent.push(request);
        return call.send(request);
      },
    };
  }
}

/** The same requests, to another sandbox, without us. */
export async function replay(
  sent: readonly ProviderRequest[],
  from: string,
  to: string,
  agent: Agent,
) {
  for (const { method, url, headers, body } of sent) {
    const { body: answer } = await send(url.replace(from, to), {
      dispatcher: agent,
      method,
      headers: { ...headers },
      body: body ?? null,
    });
    const text = await answer.text();
    if (text.startsWith('{') || text.startsWith('[')) JSON.parse(text);
  }
}
