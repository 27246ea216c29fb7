/**
 * Whether a route is one that a rule names: itself, or one of a rail (`efecty.*`) or of a protocol (`*.epayco`).
 *
 * @param pattern rail and protocol, either of them `*`
 */
export function isNamedBy(route: string, pattern: string): boolean {
  const [rail, protocol] = partsOf(pattern);
  const [itsRail, itsProtocol] = partsOf(route);
  return (rail === '*' || rail === itsRail) && (protocol === '*' || protocol === itsProtocol);
}

/** The rail that a pattern speaks of; null for every one. */
export function railOf(pattern: string): string | null {
  const [rail] = partsOf(pattern);
  return rail === '*' ? null : rail;
}

function partsOf(name: string): readonly [string, string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
