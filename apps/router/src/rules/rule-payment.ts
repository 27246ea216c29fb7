import { dayKindOf, dayOf, startOfDay, type DayKind } from '@cauce/calendar';
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
  readonly metadata: Readonly<Record<string, string>>;
}

/** When something is decided, as rules speak of it. */
export interface RuleMoment {
  readonly dayKind: DayKind;
  /** Minutes since midnight in Bogota, 0 to 1439. */
  readonly minute: number;
}

const MINUTE_MS = 60_000;

/** Reads an instant as rules do. */
export function momentOf(at: Date): RuleMoment {
  const day = dayOf(at);
  const minute = Math.floor((at.getTime() - startOfDay(day).getTime()) / MINUTE_MS);
  return { dayKind: dayKindOf(day), minute };
}

/** Minutes since midnight of `HH:MM`; 1440 for `24:00`. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
