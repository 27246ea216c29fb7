import { apiError } from '@cauce/api';
import { KNOWN_RAILS } from '@cauce/contracts';

/**
 * Refuses methods that are the name of no rail: neither one that Cauce knows, nor one that a connector has
 * brought.
 *
 * @param routes what connectors have announced
 * @throws INVALID_REQUEST with a field error for each
 */
export function refuseStrangeMethods(
  methods: readonly string[],
  routes: readonly { readonly rail: string }[],
): void {
  const known = new Set<string>([...KNOWN_RAILS, ...routes.map(({ rail }) => rail)]);
  const detail = `must be one of ${[...known].join(', ')}`;
  const fieldErrors = methods.flatMap((method, at) =>
    known.has(method) ? [] : [{ pointer: `/methods/${at}`, code: 'unknown', detail }],
  );
  if (fieldErrors.length > 0) throw apiError('INVALID_REQUEST', { fieldErrors });
}
