import { DAY_KINDS } from '@cauce/calendar';
import { DOCUMENT_TYPES } from '@cauce/contracts';
import { foldText } from './fold-text.js';
import {
  amountCells,
  metadataCells,
  minuteCells,
  OTHER,
  type AmountCell,
  type Takes,
} from './rule-cells.js';
import { minuteOf } from './rule-payment.js';
import type { RoutingRules, RuleConditions } from './routing-rules.schema.js';

/** One thing that rules ask about, cut into cells. */
interface Dimension {
  readonly name: string;
  /** A payment of each cell, in words. */
  readonly cells: readonly string[];
}

/** A set of cells in each dimension, as bits; it holds the payments that lie in all of them. */
export type Box = readonly bigint[];

/**
 * Payments as a space with a dimension for each thing that rules ask about. Each dimension is cut into as few
 * cells as the rules can tell apart, so that what holds for one payment of a cell holds for all of them: a rule, or
 * a route's limits, is a box of cells, and questions about all payments are questions about boxes.
 */
export class RuleSpace {
  /** Every payment. */
  readonly all: Box;
  private readonly dimensions: readonly Dimension[];
  private readonly amounts: readonly AmountCell[];
  private readonly minutes: readonly (readonly [number, number])[];
  private readonly merchants: readonly (string | null)[];
  private readonly cities: readonly (string | null)[];
  private readonly metadata: readonly (readonly [string, readonly (string | null)[]])[];

  constructor({ rules }: RoutingRules, routes: readonly Takes[]) {
    const all = rules.map(({ when }) => when);
    this.amounts = amountCells(all, routes);
    this.minutes = minuteCells(all, routes);
    this.merchants = [...new Set(all.flatMap((when) => when.merchants ?? [])), OTHER];
    this.cities = [...new Set(all.flatMap((when) => (when.cities ?? []).map(foldText))), OTHER];
    this.metadata = metadataCells(all);
    this.dimensions = this.named();
    this.all = this.dimensions.map(({ cells }) => full(cells.length));
  }

  /** The payments that conditions hold for, on a rail that they speak of. */
  of(when: RuleConditions): Box {
    return [
      when.merchants === undefined ? this.everyOf(0) : bits(this.merchants, when.merchants),
      when.amount === undefined ? this.everyOf(1) : this.amountBits(when.amount),
      when.documents === undefined ? this.everyOf(2) : bits(DOCUMENT_TYPES, when.documents),
      when.days === undefined ? this.everyOf(3) : bits(DAY_KINDS, when.days),
      when.times === undefined ? this.everyOf(4) : this.timeBits(when.times),
      when.cities === undefined ? this.everyOf(5) : bits(this.cities, when.cities.map(foldText)),
      ...this.metadata.map(([key, values], index) => {
        const asked = when.metadata?.[key];
        return asked === undefined ? this.everyOf(6 + index) : bits(values, asked);
      }),
    ];
  }

  /** The payments that a route can take: a box for each kind of day on which it issues. */
  takenBy({ minimum, maximum, documents, hours }: Takes): readonly Box[] {
    const amount = mask(
      this.amounts,
      (cell) =>
        cell.currency === minimum.currency &&
        cell.from >= minimum.minor &&
        cell.to !== null &&
        cell.to <= maximum.minor,
    );
    const taken = documents === null ? this.everyOf(2) : bits(DOCUMENT_TYPES, documents);
    const always = this.all.with(1, amount).with(2, taken);
    if (hours === null) return [always];
    return DAY_KINDS.flatMap((kind) => {
      const times = hours[kind];
      if (times === null) return [];
      const open = { from: times.opens, to: times.closes };
      return [always.with(3, bits(DAY_KINDS, [kind])).with(4, this.timeBits(open))];
    });
  }

  /** A payment that lies in a box, in words; what does not matter is left out. */
  example(box: Box): string {
    const said = this.dimensions.flatMap(({ name, cells }, index) => {
      const set = box[index] ?? 0n;
      if (set === this.all[index]) return [];
      const cell = cells.findIndex((_, at) => (set & (1n << BigInt(at))) !== 0n);
      return [`${name} ${cells[cell]}`];
    });
    return said.length === 0 ? 'any payment' : `a payment with ${said.join(', ')}`;
  }

  private everyOf(dimension: number): bigint {
    return this.all[dimension] ?? 0n;
  }

  private amountBits({ from, to }: NonNullable<RuleConditions['amount']>): bigint {
    const currency = (from ?? to)?.currency;
    const least = BigInt(from?.value ?? 0);
    const most = to === undefined ? null : BigInt(to.value);
    return mask(
      this.amounts,
      (cell) =>
        cell.currency === currency &&
        cell.from >= least &&
        (most === null || (cell.to !== null && cell.to <= most)),
    );
  }

  private timeBits({ from, to }: NonNullable<RuleConditions['times']>): bigint {
    const [begins, ends] = [minuteOf(from), minuteOf(to)];
    return mask(this.minutes, ([first]) =>
      begins < ends ? first >= begins && first < ends : first >= begins || first < ends,
    );
  }

  private named(): Dimension[] {
    const or = (value: string | null) => value ?? 'of another';
    return [
      { name: 'merchant', cells: this.merchants.map(or) },
      { name: 'amount', cells: this.amounts.map(({ currency, from }) => `${from} ${currency}`) },
      { name: 'document', cells: DOCUMENT_TYPES },
      { name: 'day', cells: DAY_KINDS },
      { name: 'time', cells: this.minutes.map(([first]) => clock(first)) },
      { name: 'city', cells: this.cities.map(or) },
      ...this.metadata.map(([key, values]) => ({
        name: `metadata ${key}`,
        cells: values.map(or),
      })),
    ];
  }
}

function clock(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function bits(cells: readonly (string | null)[], asked: readonly string[]): bigint {
  const all = new Set<string | null>(asked);
  return mask(cells, (cell) => all.has(cell));
}

function mask<T>(cells: readonly T[], holds: (cell: T) => boolean): bigint {
  return cells.reduce((set, cell, at) => (holds(cell) ? set | (1n << BigInt(at)) : set), 0n);
}

function full(count: number): bigint {
  return (1n << BigInt(count)) - 1n;
}
