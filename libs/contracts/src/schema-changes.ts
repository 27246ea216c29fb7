/** As much of a JSON schema as tells what a reader needs. */
export interface WireSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, WireSchema>>;
  readonly required?: readonly string[];
  readonly items?: WireSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly WireSchema[];
  readonly oneOf?: readonly WireSchema[];
}

/**
 * What a reader of the old schema could no longer read in messages of the new one. Fields may be added:
 * readers drop what they do not know.
 *
 * @param where - path for people
 * @returns nothing when every old reader can go on
 */
export function breaksOldReaders(old: WireSchema, now: WireSchema, where = 'data'): string[] {
  return [
    ...fieldsGone(old, now, where),
    ...valuesAdded(old, now, where),
    ...alternativesAdded(old, now, where),
    ...typesChanged(old, now, where),
    ...(old.items === undefined || now.items === undefined
      ? []
      : breaksOldReaders(old.items, now.items, `${where}[]`)),
  ];
}

function fieldsGone(old: WireSchema, now: WireSchema, where: string): string[] {
  return Object.entries(old.properties ?? {}).flatMap(([name, schema]) => {
    const path = `${where}.${name}`;
    const current = now.properties?.[name];
    const wasNeeded = old.required?.includes(name) === true;
    if (current === undefined) return wasNeeded ? [`${path} is gone`] : [];
    const isLoose = wasNeeded && now.required?.includes(name) !== true;
    return [
      ...(isLoose ? [`${path} may be missing now`] : []),
      ...breaksOldReaders(schema, current, path),
    ];
  });
}

function valuesAdded(old: WireSchema, now: WireSchema, where: string): string[] {
  const known = valuesOf(old);
  if (known === null) return [];
  const current = valuesOf(now);
  if (current === null) return [`${where} may have any value now`];
  const added = current.filter((value) => !known.includes(value));
  return added.map((value) => `${where} may be ${JSON.stringify(value)} now`);
}

function valuesOf({ const: only, enum: some }: WireSchema): readonly unknown[] | null {
  return only === undefined ? (some ?? null) : [only];
}

/** Each alternative of now must be read by one of before. */
function alternativesAdded(old: WireSchema, now: WireSchema, where: string): string[] {
  const before = old.anyOf ?? old.oneOf;
  const after = now.anyOf ?? now.oneOf;
  if (before === undefined && after === undefined) return [];
  const readable = before ?? [old];
  return (after ?? [now]).flatMap((one, index) => {
    const found = readable.map((reader) => breaksOldReaders(reader, one, `${where}|${index}`));
    return found.some((breaks) => breaks.length === 0) ? [] : (found[0] ?? []);
  });
}

function typesChanged(old: WireSchema, now: WireSchema, where: string): string[] {
  const [before, after] = [typesOf(old), typesOf(now)];
  if (before.length === 0 || now.anyOf !== undefined || now.oneOf !== undefined) return [];
  const added = after.filter((one) => !before.includes(one));
  if (added.length === 0 && after.length > 0) return [];
  return [`${where} was ${before.join(' or ')} and is ${after.join(' or ') || 'anything'}`];
}

function typesOf({ type }: WireSchema): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}
