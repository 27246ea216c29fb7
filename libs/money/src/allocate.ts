import { money, type Money } from './money.js';
import { MoneyError } from './money-error.js';

/**
 * Splits an amount by ratios, by the method of largest remainders: every part is rounded towards zero,
 * and the minor units that are left go one each to the parts that lost most; the earlier part wins a tie.
 * @param total any amount, also zero or negative (a negative one splits as its opposite does)
 * @param ratios one per part; a zero ratio gets nothing
 * @returns one amount per ratio, in the same order, which sum back to `total` exactly
 * @throws MoneyError BAD_RATIOS for an empty list, a negative ratio, or nothing but zeros
 */
export function allocate(total: Money, ratios: readonly bigint[]): Money[] {
  const whole = ratios.reduce((sum, ratio) => sum + ratio, 0n);
  if (whole <= 0n || ratios.some((ratio) => ratio < 0n)) {
    throw new MoneyError('BAD_RATIOS', `[${ratios.join(', ')}]`);
  }
  const sign = total.minor < 0n ? -1n : 1n;
  const size = total.minor * sign;
  const parts = ratios.map((ratio, index) => ({
    index,
    minor: (size * ratio) / whole,
    remainder: (size * ratio) % whole,
  }));
  let left = size - parts.reduce((sum, part) => sum + part.minor, 0n);
  for (const part of byLargestRemainder(parts)) {
    if (left === 0n) break;
    part.minor += 1n;
    left -= 1n;
  }
  return parts.map((part) => money(part.minor * sign, total.currency));
}

function byLargestRemainder<P extends { index: number; remainder: bigint }>(
  parts: readonly P[],
): P[] {
  return parts.toSorted((left, right) => {
    if (left.remainder === right.remainder) return left.index - right.index;
    return left.remainder > right.remainder ? -1 : 1;
  });
}
