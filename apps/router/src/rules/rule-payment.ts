import { addDays, dayKindOf, dayOf, startOfDay, type DayKind } from '@cauce/calendar';
import type { DocumentType } from '@cauce/contracts';
import type { Money } from '@cauce/money';

/** What routing knows of a payment. */
export interface RoutedPayment {
  readonly id: string;
  /** Null where an operator previews a payment of nobody's. */
  readonly merchantId: string | null;
  /** Rails in the merchant's order of preference. */
  readonly methods: readonly string[];
  readonly amount: Money;
  /** The payer's, in the form of `foldText`. */
  readonly city: string | null;
  readonly documentType: DocumentType | null;
  /** Code of the bank that the payer chose; null where none was. */
  readonly bank: string | null;
  /** Whether the payer, once sent to a bank, has a place to come back to. */
  readonly hasReturnUrl: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

/** When something is decided, as rules speak of it. */
export interface RuleMoment {
  readonly dayKind: DayKind;
  /** Minutes since midnight in Bogota, 0 to 1439. */
  readonly minute: number;
}

const MINUTE_MS = 60_000;

/** A day, from its first instant until before the next one's. */
interface KnownDay {
  readonly dayKind: DayKind;
  readonly beginsMs: number;
  readonly endsMs: number;
}

/** The day that was asked about last: payments that follow each other are mostly of one day. */
let lastDay: KnownDay = { dayKind: 'weekday', beginsMs: 0, endsMs: 0 };

/** Reads an instant as rules do. */
export function momentOf(at: Date): RuleMoment {
  const ms = at.getTime();
  if (!(ms >= lastDay.beginsMs && ms < lastDay.endsMs)) lastDay = knownDayOf(at);
  const { dayKind, beginsMs } = lastDay;
  return { dayKind, minute: Math.floor((ms - beginsMs) / MINUTE_MS) };
}

function knownDayOf(at: Date): KnownDay {
  const day = dayOf(at);
  return {
    dayKind: dayKindOf(day),
    beginsMs: startOfDay(day).getTime(),
    endsMs: startOfDay(addDays(day, 1)).getTime(),
  };
}

/** Minutes since midnight of `HH:MM`; 1440 for `24:00`. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
