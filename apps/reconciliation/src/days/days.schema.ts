import { moneyView, pageQuery, resourceId } from '@cauce/api';
import { z } from 'zod';
import { BREAK_KIND_NAMES } from '../breaks/break-kinds.js';

const time = z.iso.datetime();

/** What a day of a route has come to. */
export const DAY_STATUSES = {
  no_activity: 'neither the ledger nor a file knows anything of this day',
  awaiting_file: 'the ledger expects money and no file has come',
  matched: 'every line has its entry and every entry its line, to the peso',
  breaks: 'something is left that nothing explains',
  quarantined: 'a file did not add up; nothing of it was compared',
} as const satisfies Record<string, string>;

export type DayStatus = keyof typeof DAY_STATUSES;

const statuses = Object.keys(DAY_STATUSES) as [DayStatus, ...DayStatus[]];

/** No year 0 was ever, and PostgreSQL has none. */
const isInSomeYear = (text: string) => !text.startsWith('0000');

/** A business day in a path; another text is not found. */
export const dayParam = z.iso.date().refine(isInSomeYear);

/** Where a list of breaks goes on: opening time and id of the last one seen. */
export const breaksPosition = z.tuple([time.refine(isInSomeYear), resourceId('brk')]);

const route = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'must be a route, such as efecty.epayco');

export const dayQuery = z.strictObject({ route: route.optional() });

export const breaksQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['open', 'closed']).optional(),
  kind: z.enum(BREAK_KIND_NAMES).optional(),
  route: route.optional(),
});

const sum = z.object({ count: z.int(), total: moneyView });

export const fileView = z
  .object({
    id: z.string(),
    route: z.string(),
    collectedOn: z.iso.date(),
    name: z.string(),
    format: z.string(),
    sha256: z.string(),
    status: z.enum(['receiving', 'complete', 'duplicate', 'quarantined']),
    lineCount: z.int().nullable(),
    total: moneyView.nullable(),
    declaredTotal: moneyView.nullable(),
    problems: z.array(z.object({ code: z.string(), line: z.int().nullable(), detail: z.string() })),
    warnings: z.array(z.string()),
    receivedAt: time,
  })
  .meta({ id: 'SettlementFile' });

export const dayView = z
  .object({
    date: z.iso.date(),
    route: z.string(),
    status: z.enum(statuses),
    files: z.array(fileView),
    expected: sum.describe('What the ledger says the provider took, net of reversals'),
    received: sum.describe('Lines of complete files'),
    matched: sum,
    breaks: z.object({
      count: z.int(),
      byKind: z.partialRecord(z.enum(BREAK_KIND_NAMES), z.int()),
      difference: moneyView.describe('Received less expected, over all open breaks'),
    }),
  })
  .meta({ id: 'ReconciliationDay' });

export const daysView = z.object({ date: z.iso.date(), routes: z.array(dayView) });

export const breakView = z
  .object({
    id: z.string(),
    kind: z.enum(BREAK_KIND_NAMES),
    route: z.string(),
    day: z.iso.date(),
    reference: z.string().nullable(),
    expected: moneyView.nullable(),
    received: moneyView.nullable(),
    difference: moneyView.describe('Received less expected, signed'),
    status: z.enum(['open', 'closed']),
    closeReason: z.string().nullable(),
    owner: z.string().nullable(),
    ageDays: z.int().describe('Whole days since it was opened, or until it was closed'),
    openedAt: time,
    closedAt: time.nullable(),
  })
  .meta({ id: 'Break' });

export type FileView = z.input<typeof fileView>;
export type DayView = z.input<typeof dayView>;
export type BreakView = z.input<typeof breakView>;
