import { type RecordType } from './recaudo-record.js';

/**
 * Where in the file the reader is: `start` before anything, `opened` after 01, `in_batch` after 05 or 06,
 * `between` after 08, `closed` after 09.
 */
export type Position = 'start' | 'opened' | 'in_batch' | 'between' | 'closed';

/** 01 → 05 → (06)* → 08 → (05 … | 09). A day without collections may also be 01 → 09. */
const NEXT: Readonly<Record<Position, Partial<Record<RecordType, Position>>>> = {
  start: { '01': 'opened' },
  opened: { '05': 'in_batch', '09': 'closed' },
  in_batch: { '06': 'in_batch', '08': 'between' },
  between: { '05': 'in_batch', '09': 'closed' },
  closed: {},
};

/** Where a record leads, or null when it may not stand there. */
export function positionAfter(position: Position, type: RecordType): Position | null {
  return NEXT[position][type] ?? null;
}

/** Which record types may stand at a position, in words: '05 or 09'. */
export function expectedAt(position: Position): string {
  return Object.keys(NEXT[position]).toSorted().join(' or ');
}
