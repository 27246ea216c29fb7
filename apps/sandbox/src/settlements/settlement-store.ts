import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Day } from '@cauce/calendar';
import { z } from 'zod';
import { PROTOCOLS, type Protocol } from '../protocols.js';

const storedFileSchema = z.object({
  protocol: z.enum(PROTOCOLS),
  /** Each network of a provider reports by itself, as each is a route for the merchant. */
  network: z.string().default('efecty'),
  name: z.string(),
  day: z.string(),
  modifier: z.string(),
  defect: z.string().nullable(),
  sizeBytes: z.int(),
  sha256: z.string(),
  /** The transactions that it reports. */
  transactions: z.array(z.int()),
});

/** What a merchant looks for settlement files of. */
export interface SettledDay {
  readonly protocol: Protocol;
  readonly network: string;
  readonly day: Day;
}

export type StoredFile = z.infer<typeof storedFileSchema>;

/** The settlement files that were written, in memory and, with a data folder, on disk. */
export class SettlementStore {
  private readonly files = new Map<string, StoredFile>();
  private readonly bytes = new Map<string, Buffer>();
  private readonly folder: string | null;

  constructor(dataDir: string | null) {
    this.folder = dataDir === null ? null : join(dataDir, 'sandbox', 'settlements');
    for (const file of this.readIndex()) this.files.set(file.name, file);
  }

  /** Files of a day of one of a provider's networks, by name. */
  ofDay({ protocol, network, day }: SettledDay): StoredFile[] {
    return this.all().filter(
      (file) => file.protocol === protocol && file.network === network && file.day === day,
    );
  }

  all(): StoredFile[] {
    return [...this.files.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** @returns null for a name that was not given out; it never reaches the file system */
  read(settled: SettledDay, name: string): Buffer | null {
    const file = this.ofDay(settled).find((one) => one.name === name);
    if (file === undefined) return null;
    const kept = this.bytes.get(name);
    if (kept !== undefined || this.folder === null) return kept ?? null;
    return readFileSync(join(this.folder, name));
  }

  /** Keeps a file; one of the same name is replaced. */
  write(file: Omit<StoredFile, 'name' | 'sizeBytes' | 'sha256'>, bytes: Buffer): StoredFile {
    const { protocol, network, modifier } = file;
    const name = `${protocol}-${network}-${file.day.replaceAll('-', '')}-${modifier}.txt`;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored = { ...file, name, sizeBytes: bytes.length, sha256 };
    this.files.set(name, stored);
    if (this.folder === null) this.bytes.set(name, bytes);
    else {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(join(this.folder, name), bytes);
      writeFileSync(join(this.folder, 'index.json'), JSON.stringify(this.all(), null, 2));
    }
    return stored;
  }

  private readIndex(): StoredFile[] {
    const path = this.folder === null ? null : join(this.folder, 'index.json');
    if (path === null || !existsSync(path)) return [];
    return z.array(storedFileSchema).parse(JSON.parse(readFileSync(path, 'utf8')));
  }
}
