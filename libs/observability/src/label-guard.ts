/**
 * What a metric's labels may say: the names alone, or each name with its values; `null` leaves a label's
 * values to a set that is only known at start, such as routes or topics.
 */
export type LabelSet<L extends string> =
  readonly L[] | Readonly<Record<L, readonly string[] | null>>;

/** Values by label name. */
export type Labels<L extends string> = Partial<Record<L, string | number>>;

/** Stands for every value that a label may not have. */
export const OTHER = 'other';

/** Values that a label without a written set may take: more is not a closed set. Series are kept for ever. */
const MAX_VALUES = 200;

/** An id, an amount or a text instead of a kind of thing. */
const UNBOUNDED = /_[0-9a-hjkmnp-tv-z]{26}\b|[0-9a-f]{8}-[0-9a-f]{4}-|\d{5}|^.{80}/s;

/** Keeps the labels of one metric closed, so that no caller's text becomes a series of its own. */
export class LabelGuard<L extends string> {
  readonly names: readonly L[];
  private readonly values: ReadonlyMap<string, { isOpen: boolean; known: Set<string> }>;

  /** @param onRefused - called for each value that was replaced by `other` */
  constructor(
    labels: LabelSet<L>,
    private readonly onRefused: () => void,
  ) {
    const entries: [L, readonly string[] | null][] = isNames(labels)
      ? labels.map((name) => [name, null])
      : (Object.entries(labels) as [L, readonly string[] | null][]);
    this.names = entries.map(([name]) => name);
    this.values = new Map(
      entries.map(([name, known]) => [
        name,
        { isOpen: known === null, known: new Set(known ?? []) },
      ]),
    );
  }

  /** @returns the labels with every value that is not of its set replaced by `other` */
  check(labels: Labels<L>): Labels<L> {
    const checked: Labels<L> = {};
    for (const name of Object.keys(labels) as L[]) {
      const value = labels[name];
      checked[name] = this.isAllowed(name, String(value)) ? value : this.refuse();
    }
    return checked;
  }

  private isAllowed(name: L, value: string): boolean {
    const set = this.values.get(name);
    if (set === undefined || set.known.has(value) || value === OTHER) return true;
    if (!set.isOpen || set.known.size >= MAX_VALUES || UNBOUNDED.test(value)) return false;
    set.known.add(value);
    return true;
  }

  private refuse(): string {
    this.onRefused();
    return OTHER;
  }
}

function isNames<L extends string>(labels: LabelSet<L>): labels is readonly L[] {
  return Array.isArray(labels);
}
