import {
  ConnectorError,
  parseExactly,
  type ProviderCall,
  type ProviderReply,
  statusError,
} from '@cauce/connector-kit';
import { tokenRefusal, tokenReply } from './pse-avanza.messages.js';

/** What a log-in needs. */
export interface PseAvanzaLogIn {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Longest use of a token; ACH lets one live about an hour, its own SDK keeps it for this long. */
const LONGEST_USE_MS = 3_000_000;

/** A token is not used in the last moments of its life, when it may be over on its way. */
const MARGIN_MS = 60_000;

/** The token of one account: asked for once and used until it is old or refused. */
export class PseAvanzaTokens {
  private known: { readonly value: string; readonly untilMs: number } | null = null;
  private pending: Promise<string> | null = null;

  constructor(private readonly logInWith: PseAvanzaLogIn) {}

  /**
   * A token that PSE has not refused yet.
   *
   * @throws ConnectorError auth_failed when the credentials are wrong, login_failed for anything else:
   *   nothing of the operation is sent before the log-in has worked
   */
  async get(call: ProviderCall): Promise<string> {
    if (this.known !== null && call.now().getTime() < this.known.untilMs) return this.known.value;
    if (this.pending === null) return this.renew(call);
    // Another call is logging in. Should that fail, its time may have run out and not ours.
    return this.pending.catch(() => this.renew(call));
  }

  /** Forgets a token that was refused; a newer one stays. */
  forget(token: string): void {
    if (this.known?.value === token) this.known = null;
  }

  private async renew(call: ProviderCall): Promise<string> {
    const renewing = this.logIn(call);
    this.pending = renewing;
    try {
      return await renewing;
    } finally {
      if (this.pending === renewing) this.pending = null;
    }
  }

  private async logIn(call: ProviderCall): Promise<string> {
    const { baseUrl, clientId, clientSecret } = this.logInWith;
    const form = { grant_type: 'client_credentials', client_id: clientId };
    const reply = await call.send({
      method: 'POST',
      url: `${baseUrl}/oauth/client_credential/accesstoken?grant_type=client_credentials`,
      purpose: 'log_in',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, client_secret: clientSecret }).toString(),
      secrets: [clientId, clientSecret],
    });
    const { value, lifeMs } = tokenOf(reply);
    this.known = { value, untilMs: call.now().getTime() + lifeMs };
    return value;
  }
}

function tokenOf(reply: ProviderReply): { value: string; lifeMs: number } {
  if (reply.status === 401 || reply.status === 403) {
    throw new ConnectorError('auth_failed', `the log-in was refused with HTTP ${reply.status}`);
  }
  if (statusError(reply.status) !== null) {
    throw new ConnectorError('login_failed', `HTTP ${reply.status}`);
  }
  const json = parsed(reply);
  if (tokenRefusal.safeParse(json).success) {
    throw new ConnectorError('auth_failed', 'the log-in was refused');
  }
  const token = tokenReply.safeParse(json);
  if (!token.success) throw new ConnectorError('login_failed', 'the log-in gave no token');
  const { access_token: value, expires_in: seconds } = token.data;
  const statedMs =
    typeof seconds === 'string' ? Number(seconds) * 1000 - MARGIN_MS : LONGEST_USE_MS;
  return { value, lifeMs: Math.max(0, Math.min(statedMs, LONGEST_USE_MS)) };
}

function parsed(reply: ProviderReply): unknown {
  try {
    return parseExactly(new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
  } catch (cause) {
    throw new ConnectorError('login_failed', 'the answer is not JSON', { cause });
  }
}
