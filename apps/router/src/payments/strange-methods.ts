import type { FieldError } from '@cauce/api';
import { KNOWN_RAILS } from '@cauce/contracts';

/**
 * Methods that are the name of no rail: neither one that Cauce knows, nor one that a connector has brought.
 *
 * @param routes what connectors have announced
 * @returns a field error for each
 */
export function strangeMethods(
  methods: readonly string[],
  routes: readonly { readonly rail: string }[],
): FieldError[] {
  const known = new Set<string>([...KNOWN_RAILS, ...routes.map(({ rail }) => rail)]);
  const detail = `must be one of ${[...known].join(', ')}`;
  return methods.flatMap((method, at) =>
    known.has(method) ? [] : [{ pointer: `/methods/${at}`, code: 'unknown', detail }],
  );
}
