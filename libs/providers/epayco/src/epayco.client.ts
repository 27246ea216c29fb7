import {
  ConnectorError,
  statusError,
  type ProviderCall,
  type ProviderReply,
  type ProviderRequest,
} from '@cauce/connector-kit';
import type { z } from 'zod';
import {
  cashReply,
  loginReply,
  refusalReply,
  searchReply,
  settlementIndex,
  statusReply,
  type CashReply,
  type StatusReply,
} from './epayco.messages.js';

/** Where ePayco answers, and with which keys. */
export interface EpaycoEndpoints {
  readonly apiUrl: string;
  readonly secureUrl: string;
  readonly apifyUrl: string;
  readonly settlementsUrl: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Tokens are used for less time than ePayco lets them live (about thirty minutes). */
const TOKEN_MS = 10 * 60_000;

/** Files of one day are small; a listing that is longer than this is not ours. */
const JSON_HEADERS = { 'content-type': 'application/json', type: 'sdk-jwt', lang: 'NODE' };

type TokenKind = 'api' | 'apify';

/** Speaks ePayco's HTTP; knows nothing of payments. */
export class EpaycoClient {
  private readonly tokens = new Map<TokenKind, { value: string; until: number }>();

  constructor(private readonly endpoints: EpaycoEndpoints) {}

  /**
   * Creates a cash voucher.
   *
   * @param network `efecty`, `puntored`, …
   * @throws ConnectorError provider_rejected for a well-formed refusal
   */
  async createCash(
    network: string,
    body: Record<string, unknown>,
    call: ProviderCall,
  ): Promise<CashReply['data']> {
    const reply = await this.authorized('api', call, {
      method: 'POST',
      url: `${this.endpoints.secureUrl}/restpagos/v2/efectivo/${network}`,
      body: JSON.stringify(body),
    });
    const { data } = this.read(reply, cashReply, 'provider_rejected');
    return data;
  }

  /** Reads one transaction, or null when ePayco does not know it. */
  async readTransaction(refPayco: string, call: ProviderCall): Promise<StatusReply['data'] | null> {
    const query = new URLSearchParams({
      ref_payco: refPayco,
      public_key: this.endpoints.publicKey,
    });
    const reply = await this.authorized('api', call, {
      method: 'GET',
      url: `${this.endpoints.secureUrl}/restpagos/transaction/response.json?${query}`,
    });
    if (isRefusal(reply)) return null;
    return this.read(reply, statusReply, 'malformed_reply').data;
  }

  /** ePayco's ids of the transactions that carry our reference. */
  async search(reference: string, call: ProviderCall): Promise<string[]> {
    const reply = await this.authorized('apify', call, {
      method: 'POST',
      url: `${this.endpoints.apifyUrl}/transaction`,
      body: JSON.stringify({ filter: { referenceClient: reference } }),
    });
    const { data } = this.read(reply, searchReply, 'malformed_reply');
    return data.data
      .filter((one) => one.referenceClient === reference)
      .map((one) => one.referencePayco);
  }

  /** Names of the settlement files of a day. */
  async listSettlements(day: string, call: ProviderCall) {
    const reply = await call.send({
      method: 'GET',
      url: `${this.endpoints.settlementsUrl}/${day}`,
    });
    if (reply.status === 404) return [];
    return this.read(reply, settlementIndex, 'malformed_reply').files;
  }

  async fetchSettlement(day: string, name: string, call: ProviderCall): Promise<Uint8Array> {
    const url = `${this.endpoints.settlementsUrl}/${day}/${encodeURIComponent(name)}`;
    const reply = await call.send({ method: 'GET', url });
    if (reply.status !== 200) throw new ConnectorError('provider_failed', `HTTP ${reply.status}`);
    return reply.body;
  }

  /** Sends with a token; one that has run out is renewed once, because a 401 executes nothing. */
  private async authorized(
    kind: TokenKind,
    call: ProviderCall,
    request: ProviderRequest,
  ): Promise<ProviderReply> {
    for (let round = 0; ; round += 1) {
      const token = await this.token(kind, call);
      const reply = await call.send({
        ...request,
        headers: { ...JSON_HEADERS, authorization: `Bearer ${token}` },
        secrets: [token, this.endpoints.privateKey],
      });
      if (reply.status !== 401) return reply;
      this.tokens.delete(kind);
      if (round > 0)
        throw new ConnectorError('auth_failed', 'ePayco does not accept its own token');
    }
  }

  private async token(kind: TokenKind, call: ProviderCall): Promise<string> {
    const known = this.tokens.get(kind);
    if (known !== undefined && call.now().getTime() < known.until) return known.value;
    const value = await this.logIn(kind, call);
    this.tokens.set(kind, { value, until: call.now().getTime() + TOKEN_MS });
    return value;
  }

  /** Nothing of the operation is sent before the log-in has worked: its failures leave nothing behind. */
  private async logIn(kind: TokenKind, call: ProviderCall): Promise<string> {
    const { publicKey, privateKey, apiUrl, apifyUrl } = this.endpoints;
    const basic = Buffer.from(`${publicKey}:${privateKey}`).toString('base64');
    const request: ProviderRequest =
      kind === 'api'
        ? {
            method: 'POST',
            url: `${apiUrl}/v1/auth/login`,
            headers: JSON_HEADERS,
            body: JSON.stringify({ public_key: publicKey, private_key: privateKey }),
          }
        : {
            method: 'POST',
            url: `${apifyUrl}/login`,
            headers: { ...JSON_HEADERS, authorization: `Basic ${basic}` },
            body: '{}',
          };
    try {
      const reply = await call.send({ ...request, secrets: [privateKey, basic] });
      if (reply.status >= 400) throw new ConnectorError('auth_failed', `HTTP ${reply.status}`);
      const parsed = loginReply.safeParse(jsonOf(reply));
      if (!parsed.success) throw new ConnectorError('auth_failed', 'the log-in gave no token');
      return parsed.data;
    } catch (error) {
      if (error instanceof ConnectorError && error.meaning.outcome === 'unknown') {
        throw new ConnectorError('connect_failed', 'the log-in was not answered', { cause: error });
      }
      throw error;
    }
  }

  private read<S extends z.ZodType>(
    reply: ProviderReply,
    schema: S,
    whenRefused: 'provider_rejected' | 'malformed_reply',
  ): z.output<S> {
    const failure = statusError(reply.status);
    if (failure !== null) throw failure;
    const json = jsonOf(reply);
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    const refused = refusalReply.safeParse(json);
    if (refused.success) {
      throw new ConnectorError(
        whenRefused,
        refused.data.text_response ?? 'refused without a reason',
      );
    }
    throw new ConnectorError('malformed_reply', parsed.error.message.slice(0, 500));
  }
}

function isRefusal(reply: ProviderReply): boolean {
  return statusError(reply.status) === null && refusalReply.safeParse(jsonOf(reply)).success;
}

function jsonOf(reply: ProviderReply): unknown {
  try {
    return JSON.parse(Buffer.from(reply.body).toString('utf8'));
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the answer is not JSON', { cause });
  }
}
