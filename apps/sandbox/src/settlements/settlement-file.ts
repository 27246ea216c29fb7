import {
  buildRecaudo,
  RECORD_BYTES,
  writeRecaudoBytes,
  type RecaudoDraft,
  type RecaudoFile,
  type RecaudoPayment,
} from '@cauce/asobancaria';
import { addDays, dayOf, type Day } from '@cauce/calendar';
import { add, fromWholeUnits } from '@cauce/money';
import type { Transaction } from '../collections/collection.js';
import { sixDigitsOf } from '../collections/six-digits.js';
import type { SettlementDefect } from './settlement-defect.js';

/** The biller, the bank and the account are made up; both check digits are right. */
const BILLER = {
  nit: '9001234568',
  bankCode: '007',
  account: '12345678901',
  accountType: '01',
  createdTime: '02:13',
} as const;
const SERVICE_CODE = '7709998765436';

const ONE_PESO = fromWholeUnits(1n, 'COP');
const NOBODYS_PAYMENT: RecaudoPayment = {
  reference: '999999999999999999',
  amount: fromWholeUnits(10_000n, 'COP'),
  operation: '999999',
  authorization: '999999',
};

/** Longest reference of the format, in characters. */
const REFERENCE_WIDTH = 48;

const LINE_END = '\r\n';
const RESERVED_OF_HEADER = { from: 55, text: 'AÑO' } as const;

/** What a settlement file is made of. */
export interface SettlementDay {
  readonly day: Day;
  /** A, B, C…: tells the files of one day apart. */
  readonly modifier: string;
  readonly payments: readonly Transaction[];
}

/** Where tills hand money out; it is no collection. */
const HANDED_OUT = 'cash_out';

/**
 * The payments that a day's file reports: taken on that day in Bogota and not given back since.
 * @returns in the order in which they were taken
 */
export function settledPayments(transactions: readonly Transaction[], day: Day): Transaction[] {
  return transactions
    .filter(({ network }) => network !== HANDED_OUT)
    .filter(({ paidAt, state }) => paidAt && state === 'paid' && dayOf(paidAt) === day)
    .sort((a, b) => Number(a.paidAt) - Number(b.paidAt) || a.id - b.id);
}

/**
 * Writes the Asobancaria 2001 file of a day, right or with one defect.
 * @returns the same bytes for the same payments
 */
export function settlementBytes(settled: SettlementDay, defect: SettlementDefect | null): Buffer {
  const payments = settled.payments.map(paymentOf);
  const lines = () => linesOf(buildRecaudo(draftOf(settled, payments)));
  const [first, ...others] = payments;
  const instead = (changed: RecaudoPayment[]) =>
    writeRecaudoBytes(buildRecaudo(draftOf(settled, changed)));
  switch (defect) {
    case null:
      return instead(payments);
    case 'missing_line':
      return instead(others);
    case 'extra_line':
      return instead([...payments, NOBODYS_PAYMENT]);
    case 'amount_off_by_one':
      return instead(first ? [{ ...first, amount: add(first.amount, ONE_PESO) }, ...others] : []);
    case 'duplicate_line':
      return instead(first ? [first, first, ...others] : []);
    case 'wrong_count':
    case 'wrong_total':
      return writeRecaudoBytes(withWrongControl(buildRecaudo(draftOf(settled, payments)), defect));
    case 'truncated':
      return truncated(instead(payments));
    case 'no_trailer':
      return join(lines().slice(0, -1));
    case 'bad_order':
      return join(swapped(lines()));
    case 'trimmed_lines':
      return join(lines().map((line) => line.trimEnd()));
    case 'lf_only':
      return join(lines(), '\n');
    case 'latin1_n':
      return join(lines().map((line, index) => (index === 0 ? withEnye(line) : line)));
    case 'empty_file':
      return Buffer.alloc(0);
  }
}

function draftOf({ day, modifier }: SettlementDay, payments: RecaudoPayment[]): RecaudoDraft {
  return {
    ...BILLER,
    collectedOn: day,
    createdOn: addDays(day, 1),
    modifier,
    batches: [{ serviceCode: SERVICE_CODE, payments }],
  };
}

function paymentOf({ reference: own, amount, id }: Transaction): RecaudoPayment {
  const reference = own.replace(/[^\x20-\x7e]/g, '?').slice(0, REFERENCE_WIDTH);
  const number = sixDigitsOf(id);
  return { reference, amount, operation: number, authorization: number };
}

function withWrongControl(file: RecaudoFile, defect: 'wrong_count' | 'wrong_total'): RecaudoFile {
  if (file.control === null) return file;
  const { detailCount, amount } = file.control;
  const control =
    defect === 'wrong_count'
      ? { ...file.control, detailCount: detailCount + 1 }
      : { ...file.control, amount: add(amount, ONE_PESO) };
  return { ...file, control };
}

function linesOf(file: RecaudoFile): string[] {
  return writeRecaudoBytes(file).toString('latin1').split(LINE_END).slice(0, -1);
}

function join(lines: readonly string[], lineEnd: string = LINE_END): Buffer {
  return Buffer.from(lines.map((line) => line + lineEnd).join(''), 'latin1');
}

/** Ends inside of a line, some way behind the middle of the file. */
function truncated(bytes: Buffer): Buffer {
  const lineBytes = RECORD_BYTES + LINE_END.length;
  const wholeLines = Math.floor((bytes.length * 0.6) / lineBytes);
  return bytes.subarray(0, wholeLines * lineBytes + Math.floor(RECORD_BYTES / 3));
}

/** Records 01, 05, 06 … become 01, 06, 05 … */
function swapped(lines: readonly string[]): string[] {
  const [header = '', batch = '', detail = '', ...rest] = lines;
  return [header, detail, batch, ...rest];
}

function withEnye(line: string): string {
  const { from, text } = RESERVED_OF_HEADER;
  return line.slice(0, from) + text + line.slice(from + text.length);
}
