import { BATCH_CONTROL_FIELDS, type BatchControl } from './batch-control.js';
import { BATCH_HEADER_FIELDS, type BatchHeader } from './batch-header.js';
import {
  checkTotals,
  RunningCount,
  type ControlRule,
  type RecaudoTotals,
} from './control-totals.js';
import { type DecodedLine } from './decode-line.js';
import { DETAIL_FIELDS, type Detail } from './detail.js';
import { FILE_CONTROL_FIELDS, type FileControl } from './file-control.js';
import { problem, warning, type RecaudoProblem, type RecaudoWarning } from './findings.js';
import { type RecaudoRecord } from './recaudo-record.js';
import { expectedAt, positionAfter, type Position } from './record-order.js';

/** What one line means for the file as a whole. */
export interface StructureFindings {
  readonly problems: readonly RecaudoProblem[];
  readonly warnings: readonly RecaudoWarning[];
}

const NOTHING: StructureFindings = { problems: [], warnings: [] };

const BATCH_RULE: ControlRule = {
  count: 'BATCH_COUNT',
  value: 'BATCH_VALUE',
  fields: BATCH_CONTROL_FIELDS,
};

const FILE_RULE: ControlRule = {
  count: 'FILE_COUNT',
  value: 'FILE_VALUE',
  fields: FILE_CONTROL_FIELDS,
};

/**
 * Checks the order of records, batch numbers, sequences and control totals, one line after the other.
 * It remembers the batch numbers (at most 10,000) and nothing else that grows.
 */
export class StructureCheck {
  /** Null once a record came out of order: nobody can tell any more which total a detail belongs to. */
  private position: Position | null = 'start';
  private lastLine = 0;
  private readonly file = new RunningCount();
  private batch = new RunningCount();
  /** Null when the header of the batch could not be read. */
  private batchNumber: string | null = null;
  private readonly batchNumbers = new Set<string>();
  private lastSequence: number | null = null;
  private control: FileControl | null = null;

  /** Takes the next line that is not blank. */
  accept({ line, type, typeText, record }: DecodedLine): StructureFindings {
    this.lastLine = line;
    if (this.position === 'closed') {
      return problems(problem('RECORD_AFTER_CONTROL', { line, value: typeText }));
    }
    if (type === '06') this.file.add(detailOf(record));
    if (type === null || this.position === null) return NOTHING;
    const next = positionAfter(this.position, type);
    if (next === null) {
      const found = { line, columns: { from: 1, to: 2 }, value: type };
      const expected = expectedAt(this.position);
      this.position = null;
      return problems(problem('RECORD_ORDER', { ...found, expected }));
    }
    this.position = next;
    if (type === '05') this.openBatch();
    const findings = record === null ? NOTHING : this.check(record);
    if (type === '06') this.batch.add(detailOf(record));
    return findings;
  }

  /** Takes the end of the file. */
  end(): StructureFindings {
    const line = this.lastLine;
    if (this.position === 'opened') return warnings(warning('HEADER_ONLY', { line }));
    const isOpen = this.position === 'in_batch' || this.position === 'between';
    return isOpen ? problems(problem('MISSING_FILE_CONTROL', { line })) : NOTHING;
  }

  /** All details of the file, also those out of order; null once one could not be read. */
  get counted(): RecaudoTotals | null {
    const { details, amount } = this.file;
    return amount === null ? null : { details, amount };
  }

  /** What the file control says; null while there is none that could be read. */
  get declared(): RecaudoTotals | null {
    if (this.control === null) return null;
    return { details: this.control.detailCount, amount: this.control.amount };
  }

  private openBatch(): void {
    this.batch = new RunningCount();
    this.batchNumber = null;
  }

  private check(record: RecaudoRecord): StructureFindings {
    switch (record.kind) {
      case 'file_header':
        return NOTHING;
      case 'batch_header':
        return this.checkBatchHeader(record);
      case 'detail':
        return this.checkSequence(record);
      case 'batch_control':
        return this.checkBatchControl(record);
      case 'file_control':
        this.control = record;
        return problems(...checkTotals(record, this.file, FILE_RULE));
    }
  }

  private checkBatchHeader({ line, batchNumber }: BatchHeader): StructureFindings {
    this.batchNumber = batchNumber;
    const isRepeated = this.batchNumbers.has(batchNumber);
    this.batchNumbers.add(batchNumber);
    if (!isRepeated) return NOTHING;
    const columns = BATCH_HEADER_FIELDS.batchNumber;
    return problems(problem('BATCH_REPEATED', { line, columns, value: batchNumber }));
  }

  /** A payment is known by file, batch and sequence: within a batch no sequence may occur twice. */
  private checkSequence({ line, sequence }: Detail): StructureFindings {
    const last = this.lastSequence;
    this.lastSequence = sequence;
    if (last === null || sequence > last) return NOTHING;
    const found = { line, columns: DETAIL_FIELDS.sequence, value: String(sequence) };
    const at = { ...found, expected: `above ${last}` };
    const isNewBatch = this.batch.details === 0;
    return isNewBatch
      ? warnings(warning('SEQUENCE_RESTARTED', at))
      : problems(problem('SEQUENCE', at));
  }

  private checkBatchControl(control: BatchControl): StructureFindings {
    const { line, batchNumber } = control;
    const found = checkTotals(control, this.batch, BATCH_RULE);
    if (this.batchNumber !== null && this.batchNumber !== batchNumber) {
      const columns = BATCH_CONTROL_FIELDS.batchNumber;
      const expected = this.batchNumber;
      found.push(problem('BATCH_NUMBER', { line, columns, value: batchNumber, expected }));
    }
    return problems(...found);
  }
}

function detailOf(record: RecaudoRecord | null): Detail | null {
  return record?.kind === 'detail' ? record : null;
}

function problems(...found: RecaudoProblem[]): StructureFindings {
  return { ...NOTHING, problems: found };
}

function warnings(...found: RecaudoWarning[]): StructureFindings {
  return { ...NOTHING, warnings: found };
}
