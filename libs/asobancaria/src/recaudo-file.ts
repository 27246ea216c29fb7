import { type BatchControl } from './batch-control.js';
import { type BatchHeader } from './batch-header.js';
import { canonicalReference, type Detail } from './detail.js';
import { type FileControl } from './file-control.js';
import { type FileHeader } from './file-header.js';
import { type RecaudoRecord } from './recaudo-record.js';

/** Payments of one service, with the totals that the bank declares for them. */
export interface RecaudoBatch {
  readonly header: BatchHeader;
  readonly details: readonly Detail[];
  readonly control: BatchControl;
}

/**
 * A whole collection file. A file without collections may lack its control, and a file of no bytes its
 * header too; with batches, both are there.
 */
export interface RecaudoFile {
  readonly header: FileHeader | null;
  readonly batches: readonly RecaudoBatch[];
  readonly control: FileControl | null;
}

/** Puts records that came in the right order together. */
export class FileAssembly {
  private header: FileHeader | null = null;
  private control: FileControl | null = null;
  private readonly batches: RecaudoBatch[] = [];
  private open: { header: BatchHeader; details: Detail[] } | null = null;

  add(record: RecaudoRecord): void {
    if (record.kind === 'file_header') this.header = record;
    else if (record.kind === 'batch_header') this.open = { header: record, details: [] };
    else if (record.kind === 'detail') this.open?.details.push(record);
    else if (record.kind === 'file_control') this.control = record;
    else if (this.open !== null) {
      this.batches.push({ ...this.open, control: record });
      this.open = null;
    }
  }

  /** What was put together so far. */
  file(): RecaudoFile {
    return { header: this.header, batches: this.batches, control: this.control };
  }
}

/**
 * What names a file for its sender, besides its bytes: two files with one identity are two versions of the
 * same thing, while a second file of one day has another modifier.
 * @returns NIT, account, collection day, bank and modifier, joined by colons; the account without the
 *   zeros and spaces that banks put around it
 */
export function fileIdentity(header: FileHeader): string {
  const { nit, account, collectedOn, bankCode, modifier } = header;
  return [nit, canonicalReference(account), collectedOn, bankCode, modifier].join(':');
}
