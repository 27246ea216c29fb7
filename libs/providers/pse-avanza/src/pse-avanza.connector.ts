import {
  clipExpiry,
  ConnectorError,
  type Bank,
  type Connector,
  type Issued,
  type IssueRequest,
  type ProviderCall,
  type ProviderTransaction,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import { OpenTickets } from './open-tickets.js';
import { assertAccount, type PseAvanzaAccount } from './pse-avanza.account.js';
import { PseAvanzaClient, type PseAvanzaEndpoint, type StatusMethod } from './pse-avanza.client.js';
import { assertKeys } from './pse-avanza.envelope.js';
import { toBanks, toCreateFields, toIssued, toTransaction } from './pse-avanza.mapping.js';
import { PSE_AVANZA_PRIVATE_FIELDS } from './pse-avanza.private-fields.js';
import { ticketOf } from './pse-avanza.ticket.js';
import { PSE_POLL_SCHEDULE_MS } from './pse-avanza.timing.js';
import { Remembered } from './remembered.js';

/** What a rail adds to PSE's protocol. */
export interface PseAvanzaOptions extends Pick<
  Connector,
  'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'
> {
  readonly endpoint: PseAvanzaEndpoint;
  readonly account: PseAvanzaAccount;
  readonly statusMethod: StatusMethod;
  /** How long a list of banks is shown before it is asked for again; ACH wants one question a day. */
  readonly bankListLifeMs: number;
}

/** A transaction that was paid is asked about for days, and finalized once. */
const FINALIZED_FOR_MS = 4 * 86_400_000;
const MOST_FINALIZED = 50_000;

/** A connector for PSE, directly at ACH Colombia. */
export function pseAvanzaConnector(options: PseAvanzaOptions): Connector {
  assertKeys(options.endpoint);
  assertAccount(options.account);
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs } = options;
  const pse = new PseAvanza(options);
  return {
    route: `${rail}.pse_avanza`,
    rail,
    protocol: 'pse_avanza',
    limits,
    expiry,
    visibilityHorizonMs,
    issueTimeoutMs,
    trust: 'requery',
    privateFields: PSE_AVANZA_PRIVATE_FIELDS,
    pollScheduleMs: PSE_POLL_SCHEDULE_MS,
    issue: (request, call) => pse.issue(request, call),
    readStatus: (query, call) => pse.readStatus(query, call),
    listBanks: (call) => pse.listBanks(call),
    banksPauseMs: options.bankListLifeMs,
  };
}

/** One account, with what it remembers for a while: nothing that could not be lost. */
class PseAvanza {
  private readonly client: PseAvanzaClient;
  private readonly tickets: OpenTickets;
  private readonly finalized = new Remembered<true>(FINALIZED_FOR_MS, MOST_FINALIZED);
  private readonly banks: Remembered<readonly Bank[]>;

  constructor(private readonly options: PseAvanzaOptions) {
    this.client = new PseAvanzaClient(options.endpoint);
    this.tickets = new OpenTickets(options.visibilityHorizonMs);
    this.banks = new Remembered(options.bankListLifeMs, 1);
  }

  async issue(request: IssueRequest, call: ProviderCall): Promise<Issued> {
    const { account, endpoint, expiry, limits } = this.options;
    const now = call.now();
    const fields = toCreateFields(request, account, limits.step, now);
    const expected = {
      ticket: ticketOf(request.reference, account.ticketDigits),
      expiresAt: clipExpiry(request.expiresAt, expiry, now),
      isPlainAllowed: endpoint.baseUrl.startsWith('http:'),
    };
    return this.tickets.once(request, call.now, async () =>
      toIssued(await this.client.create(fields, call), request, expected),
    );
  }

  /**
   * Reads the transactions that are named or that this process created. PSE finds none by our reference: with
   * no id known nothing is asked, and the answer is an absence, which is safe because the page on which one
   * could pay stood in the lost answer alone.
   */
  async readStatus(query: StatusQuery, call: ProviderCall): Promise<StatusAnswer> {
    const { account, statusMethod } = this.options;
    const isOurs = query.scope === 'reference';
    const created = isOurs ? this.tickets.idOf(query.reference, call.now()) : null;
    const ids = new Set([...query.providerTransactionIds, ...(created === null ? [] : [created])]);
    const transactions: ProviderTransaction[] = [];
    for (const id of ids) {
      const data = await this.client.readTransaction(statusMethod, account.entityCode, id, call);
      if (data !== null) transactions.push(toTransaction(data, account));
      // ACH named it: a payer may have its page, so that it is not absent, whatever is said now.
      else if (isOurs) throw new ConnectorError('malformed_reply', 'PSE does not show it yet');
    }
    if (isOurs && transactions.some((one) => one.reference !== query.reference)) {
      throw new ConnectorError('wrong_reference', 'a transaction of another reference');
    }
    if (isOurs) await this.finalizePaid(transactions, call);
    return transactions.length === 0 ? { kind: 'absent' } : { kind: 'found', transactions };
  }

  async listBanks(call: ProviderCall): Promise<readonly Bank[]> {
    const { entityCode } = this.options.account;
    const known = this.banks.get(entityCode, call.now());
    if (known !== undefined) return known;
    const banks = toBanks(await this.client.listBanks(entityCode, call));
    this.banks.set(entityCode, banks, call.now());
    return banks;
  }

  /** Tells PSE that its OK was heard. Whatever comes of that, the payment is paid. */
  private async finalizePaid(
    transactions: readonly ProviderTransaction[],
    call: ProviderCall,
  ): Promise<void> {
    const { entityCode, ticketDigits } = this.options.account;
    for (const { status, providerTransactionId: trazabilityCode, reference } of transactions) {
      if (status !== 'paid' || this.finalized.get(trazabilityCode, call.now())) continue;
      const entityAuthorizationId = String(ticketOf(reference, ticketDigits));
      try {
        const fields = { entityCode, trazabilityCode, entityAuthorizationId };
        const isDone = await this.client.finalize(fields, call);
        if (isDone) this.finalized.set(trazabilityCode, true, call.now());
      } catch {
        // Also a mistake of our own may not keep money from being told of: it is done again later.
      }
    }
  }
}
