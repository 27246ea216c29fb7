import { randomBytes } from 'node:crypto';
import {
  ConnectorError,
  parseExactly,
  type ProviderCall,
  type ProviderReply,
  type ProviderRequest,
  statusError,
} from '@cauce/connector-kit';
import { writeExactly, type ExactNumber } from './write-exactly.js';
import { open, seal, type AchKeys } from './pse-avanza.envelope.js';
import {
  answerCode,
  bankListReply,
  createRefusalReply,
  createReply,
  statusReply,
  type BankList,
  type CreateData,
  type StatusData,
} from './pse-avanza.messages.js';
import { createRefusal, isFinalized, readRefusal } from './pse-avanza.return-codes.js';
import { PseAvanzaTokens, type PseAvanzaLogIn } from './pse-avanza-tokens.client.js';

/** Where PSE answers, and with which keys. */
export interface PseAvanzaEndpoint extends PseAvanzaLogIn, AchKeys {}

/** The two questions about a transaction; the detailed one, newer, says why it was not paid. */
export type StatusMethod = 'GetTransactionInformationNF' | 'GetTransactionInformationDetailed';

type Fields = Readonly<Record<string, string | ExactNumber>>;

/** How often a refused token is renewed within one call, as ACH's own SDK does: a 401 executes nothing. */
const MAX_RENEWALS = 3;

const NONCE_BYTES = 12;

const SUCCESS = 'SUCCESS';

/** Speaks PSE's HTTP and opens its envelopes; knows nothing of payments. */
export class PseAvanzaClient {
  private readonly tokens: PseAvanzaTokens;
  private readonly secrets: readonly string[];

  constructor(private readonly endpoint: PseAvanzaEndpoint) {
    this.tokens = new PseAvanzaTokens(endpoint);
    this.secrets = secretsOf(endpoint);
  }

  /** Banks as PSE lists them, the line that asks to choose one included. */
  async listBanks(entityCode: string, call: ProviderCall): Promise<BankList> {
    const json = await this.ask('GetBankListNF', 'read', { entityCode }, call);
    return accepted(bankListReply.safeParse(json), 'list of banks');
  }

  /**
   * Creates a transaction; no money moves before the payer goes to its page.
   *
   * @throws ConnectorError; `rejected` kinds only for refusals on the closed list
   */
  async create(fields: Fields, call: ProviderCall): Promise<CreateData> {
    const json = await this.ask('CreateTransactionPaymentNF', 'execute', fields, call);
    const { returnCode } = accepted(answerCode.safeParse(json), 'answer');
    if (returnCode === SUCCESS) return accepted(createReply.safeParse(json), 'transaction');
    const details = accepted(createRefusalReply.safeParse(json), 'refusal');
    throw createRefusal(returnCode, details);
  }

  /**
   * Reads one transaction.
   *
   * @returns null when PSE does not have it, or not yet; any other refusal is an error, never an absence
   */
  async readTransaction(
    method: StatusMethod,
    entityCode: string,
    trazabilityCode: string,
    call: ProviderCall,
  ): Promise<StatusData | null> {
    const json = await this.ask(method, 'read', { entityCode, trazabilityCode }, call);
    const { returnCode } = accepted(answerCode.safeParse(json), 'answer');
    if (returnCode !== SUCCESS) {
      const refusal = readRefusal(returnCode);
      if (refusal === null) return null;
      throw refusal;
    }
    const data = accepted(statusReply.safeParse(json), 'transaction');
    if (data.trazabilityCode === trazabilityCode) return data;
    throw new ConnectorError('wrong_reference', 'the status of another transaction');
  }

  /** Tells PSE that its final OK was heard. @returns whether that need not be done again */
  async finalize(
    fields: {
      readonly entityCode: string;
      readonly trazabilityCode: string;
      readonly entityAuthorizationId: string;
    },
    call: ProviderCall,
  ): Promise<boolean> {
    const json = await this.ask('FinalizeTransactionPaymentNF', 'execute', { ...fields }, call);
    return isFinalized(accepted(answerCode.safeParse(json), 'answer').returnCode);
  }

  private async ask(
    method: string,
    purpose: ProviderRequest['purpose'],
    fields: Fields,
    call: ProviderCall,
  ): Promise<unknown> {
    const { baseUrl, clientId } = this.endpoint;
    const query = new URLSearchParams({ apikey: clientId });
    const body = await seal(writeExactly(fields), this.endpoint, randomBytes(NONCE_BYTES));
    const url = `${baseUrl}/v2/psewebapinf/api/${method}?${query}`;
    return this.read(await this.authorized({ method: 'POST', url, purpose, body }, call));
  }

  private async authorized(request: ProviderRequest, call: ProviderCall): Promise<ProviderReply> {
    for (let renewals = 0; ; renewals += 1) {
      const token = await this.tokens.get(call);
      const reply = await call.send({
        ...request,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        secrets: [token, ...this.secrets],
      });
      if (reply.status !== 401) return reply;
      this.tokens.forget(token);
      if (renewals === MAX_RENEWALS) {
        throw new ConnectorError('auth_failed', 'PSE refuses its own tokens');
      }
    }
  }

  private async read(reply: ProviderReply): Promise<unknown> {
    if (reply.status === 403) throw new ConnectorError('auth_failed', 'HTTP 403');
    const failure = statusError(reply.status);
    if (failure !== null) throw failure;
    const text = await open(Buffer.from(reply.body).toString('latin1'), this.endpoint);
    try {
      return parseExactly(text);
    } catch (cause) {
      throw new ConnectorError('malformed_reply', 'the message is not JSON', { cause });
    }
  }
}

/** The key and IV never travel; were they to, no record would keep them in any way of writing. */
function secretsOf({ clientId, clientSecret, key, iv }: PseAvanzaEndpoint): string[] {
  const written = [key, iv].flatMap((bytes) =>
    (['utf8', 'base64', 'base64url', 'hex'] as const).map((encoding) =>
      Buffer.from(bytes).toString(encoding),
    ),
  );
  return [clientId, clientSecret, ...written];
}

function accepted<T>(
  parsed: { success: true; data: T } | { success: false; error: Error },
  what: string,
): T {
  if (parsed.success) return parsed.data;
  throw new ConnectorError('malformed_reply', `the ${what} is not as it should be`, {
    cause: parsed.error,
  });
}
