import { money, type Money } from '@cauce/money';
import { type BatchControl } from './batch-control.js';
import { type Detail } from './detail.js';
import { type FileControl } from './file-control.js';
import { type Columns, type RecaudoProblem, problem } from './findings.js';

/** How many payments, and how much money. */
export interface RecaudoTotals {
  readonly details: number;
  readonly amount: Money;
}

/** Counts the details of a batch or a file. */
export class RunningCount {
  private detailCount = 0;
  private minor = 0n;
  private known = true;

  /** @param detail null for one that could not be read: it counts, and its amount is unknown */
  add(detail: Detail | null): void {
    this.detailCount += 1;
    if (detail === null) this.known = false;
    else this.minor += detail.amount.minor;
  }

  get details(): number {
    return this.detailCount;
  }

  /** Null once a detail could not be read. */
  get amount(): Money | null {
    return this.known ? money(this.minor, 'COP') : null;
  }
}

/** Which codes a control record uses for what it gets wrong, and where its fields are. */
export interface ControlRule {
  readonly count: 'BATCH_COUNT' | 'FILE_COUNT';
  readonly value: 'BATCH_VALUE' | 'FILE_VALUE';
  readonly fields: { readonly detailCount: Columns; readonly amount: Columns };
}

/**
 * Compares what a control record declares with what was counted. There is no tolerance.
 * @returns at most one problem for the count and one for the value; none for a value that is unknown
 */
export function checkTotals(
  declared: BatchControl | FileControl,
  counted: RunningCount,
  rule: ControlRule,
): RecaudoProblem[] {
  const { line, detailCount, amount } = declared;
  const found: RecaudoProblem[] = [];
  if (detailCount !== counted.details) {
    const expected = String(counted.details);
    const columns = rule.fields.detailCount;
    found.push(problem(rule.count, { line, columns, value: String(detailCount), expected }));
  }
  if (counted.amount !== null && amount.minor !== counted.amount.minor) {
    const expected = String(counted.amount.minor);
    const columns = rule.fields.amount;
    found.push(problem(rule.value, { line, columns, value: String(amount.minor), expected }));
  }
  return found;
}
