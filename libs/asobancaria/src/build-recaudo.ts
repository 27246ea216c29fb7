import { sum, type Money } from '@cauce/money';
import { readBatchHeader, writeBatchHeader, type BatchHeader } from './batch-header.js';
import {
  canonicalReference,
  DETAIL_FIELDS,
  readDetail,
  writeDetail,
  type Detail,
} from './detail.js';
import { widthOf } from './field.js';
import { readFileHeader, writeFileHeader, type FileHeader } from './file-header.js';
import { type RecaudoBatch, type RecaudoFile } from './recaudo-file.js';
import { type Reading, type RecordLine } from './record-fields.js';

/** A payment as its collector knows it; what is left out is zeros, as in the files of banks. */
export interface RecaudoPayment {
  /** At most 48 characters; digits, as a rule. */
  readonly reference: string;
  readonly amount: Money;
  /** 01 (bank) when left out. */
  readonly origin?: string;
  /** 01 (cash at the counter) when left out. */
  readonly means?: string;
  readonly operation?: string;
  readonly authorization?: string;
  readonly debitedBankCode?: string;
  readonly branchCode?: string;
  readonly returnReason?: string;
}

/** What a collector decides about a file; the rest follows from it. */
export interface RecaudoDraft extends Omit<FileHeader, 'kind' | 'line' | 'reserved'> {
  readonly batches: readonly {
    readonly serviceCode: string;
    readonly payments: readonly RecaudoPayment[];
  }[];
}

/** The file header is record 1 of the numbering that details continue. */
const FIRST_SEQUENCE = 2;

const BATCH_NUMBER_WIDTH = 4;

/**
 * Makes a file: numbers lines, batches and details, and counts the control totals.
 * @returns the file exactly as `parseRecaudo` gives it back once it is written
 * @throws RecaudoWriteError when a value does not fit its field
 */
export function buildRecaudo(draft: RecaudoDraft): RecaudoFile {
  const { batches: drafts, ...fields } = draft;
  const header = settle<FileHeader>(
    { ...fields, kind: 'file_header', line: 1, reserved: '' },
    writeFileHeader,
    readFileHeader,
  );
  const batches: RecaudoBatch[] = [];
  let line = 2;
  let sequence = FIRST_SEQUENCE;
  for (const batchDraft of drafts) {
    const batch = buildBatch(batchDraft, batches.length + 1, line, sequence);
    batches.push(batch);
    line = batch.control.line + 1;
    sequence += batch.details.length;
  }
  const all = batches.flatMap((batch) => batch.details);
  return { header, batches, control: { kind: 'file_control', line, ...totalsOf(all) } };
}

function buildBatch(
  { serviceCode, payments }: RecaudoDraft['batches'][number],
  number: number,
  line: number,
  sequence: number,
): RecaudoBatch {
  const batchNumber = String(number).padStart(BATCH_NUMBER_WIDTH, '0');
  const header = settle<BatchHeader>(
    { kind: 'batch_header', line, serviceCode, batchNumber, reserved: '' },
    writeBatchHeader,
    readBatchHeader,
  );
  const details = payments.map((payment, index) =>
    settle(detailOf(payment, line + 1 + index, sequence + index), writeDetail, readDetail),
  );
  const controlLine = line + 1 + details.length;
  const control = { kind: 'batch_control', line: controlLine, batchNumber } as const;
  return { header, details, control: { ...control, ...totalsOf(details) } };
}

function detailOf(payment: RecaudoPayment, line: number, sequence: number): Detail {
  return {
    kind: 'detail',
    line,
    rawReference: payment.reference.padStart(widthOf(DETAIL_FIELDS.rawReference), '0'),
    reference: canonicalReference(payment.reference),
    amount: payment.amount,
    origin: payment.origin ?? '01',
    means: payment.means ?? '01',
    operation: payment.operation ?? '0',
    authorization: payment.authorization ?? '0',
    debitedBankCode: payment.debitedBankCode ?? '0',
    branchCode: payment.branchCode ?? '0',
    sequence,
    returnReason: payment.returnReason ?? '',
    reserved: '',
  };
}

/** The record with every value as wide as its field: written, and read again. */
function settle<Kind extends { readonly line: number }>(
  record: Kind,
  write: (record: Kind) => string,
  read: (line: RecordLine) => Reading<Kind>,
): Kind {
  const reading = read({ number: record.line, text: write(record) });
  if (!reading.ok) throw new Error(`written but not readable: ${reading.problems[0]?.message}`);
  return reading.value;
}

function totalsOf(details: readonly Detail[]): {
  detailCount: number;
  amount: Money;
  reserved: string;
} {
  const amounts = details.map((detail) => detail.amount);
  return { detailCount: details.length, amount: sum(amounts, 'COP'), reserved: '' };
}
