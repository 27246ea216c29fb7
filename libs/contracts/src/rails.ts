/**
 * Rails that Cauce has a name for; connectors may bring others. A rail is routable once a connector announces a
 * route for it.
 */
export const KNOWN_RAILS = ['efecty', 'baloto', 'puntored', 'pse', 'daviplata', 'bre_b'] as const;

/** What a rail may be called. */
export const RAIL_NAME = /^[a-z][a-z0-9_]{1,31}$/;
