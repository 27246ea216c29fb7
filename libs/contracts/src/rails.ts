/** Rails that Cauce has a name for. A rail is routable once a connector announces a route for it. */
export const KNOWN_RAILS = ['efecty', 'baloto', 'puntored', 'pse', 'daviplata', 'bre_b'] as const;

/** One of the rails that Cauce has a name for. */
export type KnownRail = (typeof KNOWN_RAILS)[number];
