import { gzipSync } from 'node:zlib';
import type { Day } from '@cauce/calendar';
import { newId } from '@cauce/config';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { AcceptedSettlement, SettlementReading } from '../settlement-source.js';
import { SendSettlementsService } from './send-settlements.service.js';

/** A file as it was fetched. */
export interface FetchedFile {
  readonly route: string;
  readonly format: string;
  readonly name: string;
  /** The day that it was listed under. */
  readonly day: Day;
  readonly bytes: Uint8Array;
}

/** Keeps settlement files and passes on what they say, each file once. */
@Injectable()
export class SettlementFilesService {
  private readonly taken;

  constructor(
    private readonly context: ConnectorContext,
    private readonly sender: SendSettlementsService,
  ) {
    this.taken = context.metrics.counter(
      'cauce_settlement_files_total',
      'Settlement files by what became of them',
      ['route', 'result'],
    );
  }

  /** Whether these bytes were taken already; an empty file has the same bytes every day. */
  async isKnown(route: string, day: Day, sha256: string): Promise<boolean> {
    const rows = await this.context.database.reads.query(
      `select 1 from settlement_file
       where route = $1 and sha256 = $2 and (size_bytes > 0 or listed_on = $3) limit 1`,
      [route, sha256, day],
    );
    return rows.length > 0;
  }

  /**
   * Keeps a file and passes on its lines, or that it was rejected whole.
   *
   * @returns the file's id; null when the same bytes were taken before: then nothing happens
   */
  async take(
    file: FetchedFile,
    sha256: string,
    reading: SettlementReading,
  ): Promise<string | null> {
    return this.context.database.transaction(async (tx) => {
      // Two processes may fetch at once: one route's files are judged one after the other.
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`settlement:${file.route}`]);
      const judged =
        reading.kind === 'accepted' ? await this.judge(tx, file, sha256, reading) : reading;
      const fileId = newId('sfile');
      if (!(await this.keep(tx, fileId, file, sha256, judged))) return null;
      const { route, format, name } = file;
      await this.sender.send(tx, { fileId, route, format, name, sha256 }, judged);
      tx.afterCommit(() => this.taken.inc({ route, result: judged.kind }));
      return fileId;
    });
  }

  /** Other bytes under an identity that its sender has used already are not a second file: somebody must look. */
  private async judge(
    tx: Transaction,
    file: FetchedFile,
    sha256: string,
    reading: AcceptedSettlement,
  ): Promise<SettlementReading> {
    const [same] = await tx.query<{ name: string }>(
      `select name from settlement_file
       where route = $1 and identity = $2 and status = 'accepted' and sha256 <> $3`,
      [file.route, reading.identity, sha256],
    );
    if (same === undefined) return reading;
    const detail = `other bytes came before as ${same.name}, with the identity ${reading.identity}`;
    return {
      kind: 'rejected',
      collectedOn: reading.collectedOn,
      problems: [{ code: 'DUPLICATE_IDENTITY', line: null, detail }],
      declared: reading.total,
      counted: reading.total,
    };
  }

  private async keep(
    tx: Transaction,
    fileId: string,
    file: FetchedFile,
    sha256: string,
    judged: SettlementReading,
  ): Promise<boolean> {
    const isNew = await tx.execute(
      `insert into settlement_file (id, route, format, name, listed_on, collected_on, sha256,
         size_bytes, identity, status, bytes_gzip, fetched_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (route, collected_on, sha256) do nothing`,
      [
        fileId,
        file.route,
        file.format,
        file.name,
        file.day,
        judged.collectedOn,
        sha256,
        file.bytes.length,
        judged.kind === 'accepted' ? judged.identity : null,
        judged.kind,
        gzipSync(file.bytes),
        this.context.clock.now(),
      ],
    );
    return isNew === 1;
  }
}
