import type { ValueTransformer } from 'typeorm';

/** For entity columns of type `bigint`: `pg` hands them over as text, which a number could not hold. */
export const bigintColumn: ValueTransformer = {
  from: (stored: string | null): bigint | null => (stored === null ? null : BigInt(stored)),
  to: (value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value),
};
