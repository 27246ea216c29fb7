import { SETTLEMENT_LINES_PER_MESSAGE, TOPICS, type MessageData } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type {
  AcceptedSettlement,
  RejectedSettlement,
  SettlementReading,
} from '../settlement-source.js';

/** Findings that one message carries at most; its schema says so too. */
const MAX_FINDINGS = 100;

/** What every message about a file says of it. */
export type AboutFile = Pick<
  MessageData<'settlement.file_received'>,
  'fileId' | 'route' | 'format' | 'name' | 'sha256'
>;

type SettlementMessage =
  'settlement.file_received' | 'settlement.lines' | 'settlement.file_rejected';

/** Passes on what settlement files say, in the transaction that keeps them. */
@Injectable()
export class SendSettlementsService {
  constructor(private readonly context: ConnectorContext) {}

  async send(tx: Transaction, about: AboutFile, reading: SettlementReading): Promise<void> {
    if (reading.kind === 'accepted') await this.sendAccepted(tx, about, reading);
    else await this.sendRejected(tx, about, reading);
  }

  private async sendAccepted(
    tx: Transaction,
    about: AboutFile,
    { collectedOn, identity, total, lines, warnings }: AcceptedSettlement,
  ): Promise<void> {
    await this.publish(tx, about.route, 'settlement.file_received', {
      ...about,
      collectedOn,
      identity,
      lineCount: lines.length,
      total,
      warnings: warnings.slice(0, MAX_FINDINGS),
    });
    const { fileId, route } = about;
    for (let from = 0; from < lines.length; from += SETTLEMENT_LINES_PER_MESSAGE) {
      const part = lines.slice(from, from + SETTLEMENT_LINES_PER_MESSAGE);
      await this.publish(tx, route, 'settlement.lines', {
        fileId,
        route,
        collectedOn,
        lines: part,
      });
    }
  }

  private async sendRejected(
    tx: Transaction,
    about: AboutFile,
    { collectedOn, problems, declared, counted }: RejectedSettlement,
  ): Promise<void> {
    await this.publish(tx, about.route, 'settlement.file_rejected', {
      ...about,
      collectedOn,
      problems: problems.slice(0, MAX_FINDINGS),
      declaredTotal: declared,
      countedTotal: counted,
    });
  }

  /** All of a route's messages have one key, so that a file comes before its lines. */
  private async publish<T extends SettlementMessage>(
    tx: Transaction,
    route: string,
    type: T,
    data: MessageData<T>,
  ): Promise<void> {
    const message = newMessage(this.context.clock, { type, key: route, sequence: null, data });
    await send(tx, TOPICS.settlementLines, message);
  }
}
