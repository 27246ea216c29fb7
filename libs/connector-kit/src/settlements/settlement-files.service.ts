import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { newId } from '@cauce/config';
import { SETTLEMENT_LINES_PER_MESSAGE, TOPICS, type MessageData } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { SettlementReading } from '../connector.js';

type Accepted = Extract<SettlementReading, { kind: 'accepted' }>;
type Rejected = Extract<SettlementReading, { kind: 'rejected' }>;

/** A file as it was fetched. */
export interface FetchedFile {
  readonly route: string;
  readonly format: string;
  readonly name: string;
  readonly day: string;
  readonly bytes: Uint8Array;
}

/** Keeps settlement files and passes on what they say, each file once. */
@Injectable()
export class SettlementFilesService {
  constructor(private readonly context: ConnectorContext) {}

  /** Whether these bytes were taken already. */
  async isKnown(route: string, sha256: string): Promise<boolean> {
    const rows = await this.context.database.reads.query(
      'select 1 from settlement_file where route = $1 and sha256 = $2',
      [route, sha256],
    );
    return rows.length > 0;
  }

  /**
   * Keeps a file and passes on its lines, or that it was rejected whole.
   *
   * @returns false when the same bytes were taken before: then nothing happens
   */
  async take(file: FetchedFile, reading: SettlementReading): Promise<boolean> {
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    return this.context.database.transaction(async (tx) => {
      const fileId = newId('sfile');
      const judged = await this.judge(tx, file, reading);
      const inserted = await tx.execute(
        `insert into settlement_file (id, route, collected_on, name, sha256, identity, status, bytes,
           fetched_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (route, sha256) do nothing`,
        [
          fileId,
          file.route,
          judged.collectedOn,
          file.name,
          sha256,
          judged.kind === 'accepted' ? judged.identity : null,
          judged.kind,
          gzipSync(file.bytes),
          this.context.clock.now(),
        ],
      );
      if (inserted === 0) return false;
      const about = { fileId, route: file.route, format: file.format, name: file.name, sha256 };
      if (judged.kind === 'accepted') await this.sendAccepted(tx, about, judged);
      else await this.sendRejected(tx, about, judged);
      return true;
    });
  }

  /** Other bytes under a name that its sender has used already are not a second file: somebody must look. */
  private async judge(
    tx: Transaction,
    file: FetchedFile,
    reading: SettlementReading,
  ): Promise<SettlementReading> {
    if (reading.kind === 'rejected') return reading;
    const same = await tx.query<{ name: string }>(
      `select name from settlement_file where route = $1 and identity = $2 and status = 'accepted'
         and sha256 <> $3`,
      [file.route, reading.identity, createHash('sha256').update(file.bytes).digest('hex')],
    );
    if (same.length === 0) return reading;
    return {
      kind: 'rejected',
      collectedOn: reading.collectedOn,
      problems: [
        {
          code: 'DUPLICATE_IDENTITY',
          line: null,
          detail: `other bytes came before as ${same[0]?.name}, with the identity ${reading.identity}`,
        },
      ],
      declared: reading.total,
      counted: reading.total,
    };
  }

  private async sendAccepted(
    tx: Transaction,
    about: Pick<
      MessageData<'settlement.file_received'>,
      'fileId' | 'route' | 'format' | 'name' | 'sha256'
    >,
    file: Accepted,
  ): Promise<void> {
    await this.send(tx, about.route, 'settlement.file_received', {
      ...about,
      collectedOn: file.collectedOn,
      identity: file.identity,
      lineCount: file.lines.length,
      total: file.total,
      warnings: file.warnings.slice(0, 100),
    });
    for (let from = 0; from < file.lines.length; from += SETTLEMENT_LINES_PER_MESSAGE) {
      await this.send(tx, about.route, 'settlement.lines', {
        fileId: about.fileId,
        route: about.route,
        collectedOn: file.collectedOn,
        lines: [...file.lines.slice(from, from + SETTLEMENT_LINES_PER_MESSAGE)],
      });
    }
  }

  private async sendRejected(
    tx: Transaction,
    about: Pick<
      MessageData<'settlement.file_rejected'>,
      'fileId' | 'route' | 'format' | 'name' | 'sha256'
    >,
    file: Rejected,
  ): Promise<void> {
    await this.send(tx, about.route, 'settlement.file_rejected', {
      ...about,
      collectedOn: file.collectedOn,
      problems: file.problems.slice(0, 100),
      declaredTotal: file.declared,
      countedTotal: file.counted,
    });
  }

  private async send<
    T extends 'settlement.file_received' | 'settlement.lines' | 'settlement.file_rejected',
  >(tx: Transaction, route: string, type: T, data: MessageData<T>): Promise<void> {
    const message = newMessage(this.context.clock, { type, key: route, sequence: null, data });
    await send(tx, TOPICS.settlementLines, message);
  }
}
