import { failpoint } from '@cauce/config';
import { payerSchema, type IssueCommand } from '@cauce/contracts';
import { isCurrency, money, type Money } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError, toConnectorError } from '../connector-error.js';
import type { Connector, Issued, IssueRequest } from '../connector.js';
import type { RouteTerms } from '../terms/route-terms.schema.js';
import { issueOffered, termsAt } from '../terms/terms-at.js';
import { voucherBarcode } from '../terms/voucher-barcode.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { failedAnswer, issuedAnswer, type CommandAnswer } from './command-answer.js';
import { DialerService } from './dialer.service.js';
import type { RecordedCall } from './provider-http.client.js';
import { ResultsService } from './results.service.js';

/** Issues vouchers at providers. */
@Injectable()
export class IssueVouchersService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly vouchers: VouchersService,
    private readonly results: ResultsService,
  ) {}

  /** Carries a command out, once, and sends what came of it. @param timeoutMs what is left of its time */
  async issue(connector: Connector, command: IssueCommand, timeoutMs: number): Promise<void> {
    const call = this.dialer.call(connector, timeoutMs);
    const answer = await this.attempt(connector, command, call);
    failpoint('after_provider_call');
    await this.results.send('issue', command, call, answer, async (tx) => {
      const { route, reference } = command;
      if (answer.outcome === 'rejected' || answer.outcome === 'not_sent') {
        await this.vouchers.stopPolling(tx, route, reference);
      }
      const { instruction, providerTransactionId: id } = answer;
      const providerTransactionIds = id === null ? [] : [id];
      await this.vouchers.learn(tx, route, reference, {
        instruction,
        providerTransactionIds,
        isPaid: false,
      });
    });
  }

  /**
   * Asks the provider for a voucher, within what the route offers now, and gives it a bar code where it came
   * without one and the route has a location number.
   *
   * @throws ConnectorError; closed, limit_exceeded and invalid_request by the offer; wrong_reference when
   *   the voucher is not what was asked for
   */
  async issueAt(connector: Connector, command: IssueCommand, call: RecordedCall): Promise<Issued> {
    const terms = this.termsOf(connector);
    const request = this.requestOf(connector, command);
    return withBarcode(await issueOffered(connector, terms, request, call), request.amount, terms);
  }

  /**
   * Asks again for a voucher that the provider has and whose answer was lost; what the route offers may have changed
   * since it was issued.
   *
   * @throws ConnectorError
   */
  async issueAgain(
    connector: Connector,
    command: IssueCommand,
    call: RecordedCall,
  ): Promise<Issued> {
    const request = this.requestOf(connector, command);
    const issued = await connector.issue(request, call);
    return withBarcode(issued, request.amount, this.termsOf(connector));
  }

  private termsOf({ route }: Connector): RouteTerms | null {
    const { clock, settings } = this.context;
    return termsAt(settings.terms, route, clock.now());
  }

  private requestOf({ route }: Connector, command: IssueCommand): IssueRequest {
    const { cipher, publicUrl } = this.context;
    const sealed = cipher.open(command.sealedPayer, `payer:${command.attemptId}`);
    return {
      attemptId: command.attemptId,
      reference: command.reference,
      amount: amountOf(command),
      description: command.description,
      payer: payerSchema.parse(JSON.parse(sealed)),
      expiresAt: command.expiresAt,
      returnUrl: command.returnUrl,
      bank: command.bank,
      callbackUrl: `${publicUrl}/callbacks/${route}`,
    };
  }

  private async attempt(
    connector: Connector,
    command: IssueCommand,
    call: RecordedCall,
  ): Promise<CommandAnswer> {
    try {
      const work = () => this.issueAt(connector, command, call);
      return issuedAnswer(await this.dialer.run('issue', connector, call, work));
    } catch (error) {
      return failedAnswer(toConnectorError(error));
    }
  }
}

function amountOf({ amount }: IssueCommand): Money {
  if (isCurrency(amount.currency)) return money(amount.minor, amount.currency);
  throw new ConnectorError('invalid_request', `nobody collects ${amount.currency}`);
}

function withBarcode(issued: Issued, amount: Money, terms: RouteTerms | null): Issued {
  const { instruction } = issued;
  const gln = terms?.gln;
  if (gln === undefined || instruction.kind !== 'voucher' || instruction.barcode !== null) {
    return issued;
  }
  const { code: reference, expiresAt } = instruction;
  const barcode = voucherBarcode({ gln, reference, amount, expiresAt });
  return { ...issued, instruction: { ...instruction, barcode } };
}
