import { readFile } from 'node:fs/promises';
import { ConfigError } from '@cauce/config';
import type { Transaction } from '@cauce/database';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { LedgerContext } from '../ledger-context.js';
import type { FeeSchedule } from './fee-schedule.js';

interface FeeRow {
  kind: FeeSchedule['kind'];
  subject: string | null;
  fixed: string;
  fee_bps: string;
  iva_bps: string;
  from_on: string;
  to_on: string | null;
  source: string;
}

const feesFile = z.array(
  z
    .strictObject({
      kind: z.enum(['provider', 'platform']),
      subject: z.string().nullable().default(null),
      fixedMinor: z.int().nonnegative(),
      feeBps: z.int().nonnegative().max(10_000),
      ivaBps: z.int().nonnegative().max(10_000),
      fromOn: z.iso.date(),
      toOn: z.iso.date().nullable().default(null),
      source: z.string().min(1),
    })
    .refine(({ fromOn, toOn }) => toOn === null || fromOn <= toOn, {
      path: ['toOn'],
      message: 'must not be before fromOn',
    }),
);

/** Fee schedules change with contracts: they are read again after this time. */
const CACHE_MS = 5_000;

/** The fee schedules that are stored; a file may replace them at the start. */
@Injectable()
export class FeesService implements OnModuleInit {
  private cached: { schedules: readonly FeeSchedule[]; until: number } | null = null;

  constructor(private readonly context: LedgerContext) {}

  async onModuleInit(): Promise<void> {
    const path = this.context.config.CAUCE_FEES_FILE;
    if (path !== undefined) await this.replace(await readFees(path));
  }

  /** Every schedule, past and future ones too. */
  async schedules(tx: Transaction): Promise<readonly FeeSchedule[]> {
    const now = this.context.clock.now().getTime();
    if (this.cached !== null && now < this.cached.until) return this.cached.schedules;
    const rows = await tx.query<FeeRow>(
      `select kind, subject, fixed_minor::text as fixed, fee_bps::text as fee_bps,
         iva_bps::text as iva_bps, from_on::text as from_on, to_on::text as to_on, source
       from fee_schedule`,
    );
    const schedules = rows.map((row) => ({
      kind: row.kind,
      subject: row.subject,
      fixedMinor: BigInt(row.fixed),
      feeBps: BigInt(row.fee_bps),
      ivaBps: BigInt(row.iva_bps),
      fromOn: row.from_on,
      toOn: row.to_on,
      source: row.source,
    }));
    this.cached = { schedules, until: now + CACHE_MS };
    return schedules;
  }

  private async replace(fees: z.output<typeof feesFile>): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      await tx.execute('delete from fee_schedule');
      for (const fee of fees) {
        await tx.execute(
          `insert into fee_schedule (kind, subject, fixed_minor, fee_bps, iva_bps, from_on, to_on, source)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            fee.kind,
            fee.subject,
            fee.fixedMinor,
            fee.feeBps,
            fee.ivaBps,
            fee.fromOn,
            fee.toOn,
            fee.source,
          ],
        );
      }
    });
  }
}

async function readFees(path: string): Promise<z.output<typeof feesFile>> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ConfigError([`CAUCE_FEES_FILE: ${error.message}`]);
  });
  const parsed = feesFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => `CAUCE_FEES_FILE: ${issue.path.join('/')} ${issue.message}`),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(['CAUCE_FEES_FILE: is not JSON']);
  }
}
