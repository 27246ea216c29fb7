import {
  ConnectorError,
  jsonOf,
  type ProviderCall,
  type ProviderReply,
  type ProviderRequest,
  statusError,
} from '@cauce/connector-kit';
import { loginRefusal, loginReply } from './epayco.messages.js';

/** What a log-in needs. */
export interface EpaycoKeys {
  readonly apiUrl: string;
  readonly apifyUrl: string;
  /** Host of the log-in of the newer service, which is apify's under another name. */
  readonly transactionsLoginUrl: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** restpagos, apify and the newer service have a log-in each. */
export type TokenKind = 'api' | 'apify' | 'transactions';

/** Tokens are used for less time than ePayco lets them live (about thirty minutes). */
const TOKEN_MS = 10 * 60_000;

const JSON_HEADERS = { 'content-type': 'application/json' };

/** Tokens of one account: each is asked for once and used until it is old or refused. */
export class EpaycoTokens {
  private readonly known = new Map<TokenKind, { value: string; until: number }>();
  private readonly pending = new Map<TokenKind, Promise<string>>();

  constructor(private readonly keys: EpaycoKeys) {}

  /**
   * Sends with a token; one that is refused is renewed once, because a 401 executes nothing.
   *
   * @throws ConnectorError as `get` does; auth_failed also when a new token is refused
   */
  async send(
    kind: TokenKind,
    call: ProviderCall,
    request: ProviderRequest,
  ): Promise<ProviderReply> {
    for (let isRenewed = false; ; isRenewed = true) {
      const token = await this.get(kind, call);
      const reply = await call.send({
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
        secrets: [token, this.keys.privateKey, ...(request.secrets ?? [])],
      });
      if (reply.status !== 401) return reply;
      this.forget(kind, token);
      if (isRenewed) throw new ConnectorError('auth_failed', 'ePayco refuses its own token');
    }
  }

  /**
   * A token that ePayco has not refused yet.
   *
   * @throws ConnectorError auth_failed when the keys are wrong, login_failed for anything else: nothing of
   *   the operation is sent before the log-in has worked
   */
  private async get(kind: TokenKind, call: ProviderCall): Promise<string> {
    const known = this.known.get(kind);
    if (known !== undefined && call.now().getTime() < known.until) return known.value;
    const pending = this.pending.get(kind);
    if (pending === undefined) return this.renew(kind, call);
    // Another call is logging in. Should that fail, its time may have run out and not ours.
    return pending.catch(() => this.renew(kind, call));
  }

  /** Forgets a token that was refused; a newer one stays. */
  private forget(kind: TokenKind, token: string): void {
    if (this.known.get(kind)?.value === token) this.known.delete(kind);
  }

  private async renew(kind: TokenKind, call: ProviderCall): Promise<string> {
    const renewing = this.logIn(kind, call);
    this.pending.set(kind, renewing);
    try {
      const value = await renewing;
      this.known.set(kind, { value, until: call.now().getTime() + TOKEN_MS });
      return value;
    } finally {
      if (this.pending.get(kind) === renewing) this.pending.delete(kind);
    }
  }

  private async logIn(kind: TokenKind, call: ProviderCall): Promise<string> {
    return tokenOf(await call.send(this.logInRequest(kind)));
  }

  private logInRequest(kind: TokenKind): ProviderRequest {
    switch (kind) {
      case 'api':
        return this.apiLogIn();
      case 'apify':
        return this.basicLogIn(this.keys.apifyUrl);
      case 'transactions':
        return this.basicLogIn(this.keys.transactionsLoginUrl);
    }
  }

  private apiLogIn(): ProviderRequest {
    const { apiUrl, publicKey, privateKey } = this.keys;
    return {
      method: 'POST',
      url: `${apiUrl}/v1/auth/login`,
      purpose: 'log_in',
      headers: JSON_HEADERS,
      body: JSON.stringify({ public_key: publicKey, private_key: privateKey }),
      secrets: [privateKey],
    };
  }

  private basicLogIn(host: string): ProviderRequest {
    const { publicKey, privateKey } = this.keys;
    const basic = Buffer.from(`${publicKey}:${privateKey}`).toString('base64');
    return {
      method: 'POST',
      url: `${host}/login`,
      purpose: 'log_in',
      headers: { ...JSON_HEADERS, authorization: `Basic ${basic}` },
      body: '{}',
      secrets: [privateKey, basic],
    };
  }
}

function tokenOf(reply: ProviderReply): string {
  if (reply.status === 401 || reply.status === 403) {
    throw new ConnectorError('auth_failed', `the log-in was refused with HTTP ${reply.status}`);
  }
  if (statusError(reply.status) !== null) {
    throw new ConnectorError('login_failed', `HTTP ${reply.status}`);
  }
  const json = parsed(reply);
  const token = loginReply.safeParse(json);
  if (token.success) return token.data;
  if (loginRefusal.safeParse(json).success) {
    throw new ConnectorError('auth_failed', 'the log-in was refused');
  }
  throw new ConnectorError('login_failed', 'the log-in gave no token');
}

function parsed(reply: ProviderReply): unknown {
  try {
    return jsonOf(reply);
  } catch (cause) {
    throw new ConnectorError('login_failed', 'the answer is not JSON', { cause });
  }
}
