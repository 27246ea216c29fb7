/** Names in PostgreSQL that follow from a service's name. */
export interface ServiceNames {
  readonly service: string;
  readonly schema: string;
  /** Owns the schema and runs migrations. */
  readonly ownerRole: string;
  /** What the service works as: rows only, no definitions. */
  readonly appRole: string;
}

/** PostgreSQL cuts names at 63 bytes; `cauce_…_owner` must fit. */
const MAX_LENGTH = 50;

/** @throws RangeError for a name that is not lower-case words joined by hyphens */
export function serviceNames(service: string): ServiceNames {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(service) || service.length > MAX_LENGTH) {
    throw new RangeError(`"${service}" is not a service name`);
  }
  const schema = service.replaceAll('-', '_');
  return { service, schema, ownerRole: `cauce_${schema}_owner`, appRole: `cauce_${schema}` };
}
