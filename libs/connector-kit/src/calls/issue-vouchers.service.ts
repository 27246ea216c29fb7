import { failpoint } from '@cauce/config';
import { payerSchema, type IssueCommand } from '@cauce/contracts';
import { isCurrency, money, type Money } from '@cauce/money';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError, toConnectorError } from '../connector-error.js';
import type { Connector, Issued } from '../connector.js';
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
    const { cipher, publicUrl, clock, settings } = this.context;
    const sealed = cipher.open(command.sealedPayer, `payer:${command.attemptId}`);
    const payer = payerSchema.parse(JSON.parse(sealed));
    const amount = amountOf(command);
    const terms = termsAt(settings.terms, connector.route, clock.now());
    const issued = await issueOffered(
      connector,
      terms,
      {
        attemptId: command.attemptId,
        reference: command.reference,
        amount,
        description: command.description,
        payer,
        expiresAt: command.expiresAt,
        returnUrl: command.returnUrl,
        bank: command.bank,
        callbackUrl: `${publicUrl}/callbacks/${connector.route}`,
      },
      call,
    );
    return withBarcode(issued, amount, terms?.gln);
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

function withBarcode(issued: Issued, amount: Money, gln: string | undefined): Issued {
  const { instruction } = issued;
  if (gln === undefined || instruction.kind !== 'voucher' || instruction.barcode !== null) {
    return issued;
  }
  const { code: reference, expiresAt } = instruction;
  const barcode = voucherBarcode({ gln, reference, amount, expiresAt });
  return { ...issued, instruction: { ...instruction, barcode } };
}
