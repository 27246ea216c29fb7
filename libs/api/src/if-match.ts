import { apiError } from './api-errors.js';

const ETAG = /^"?(\d{1,9})"?$/;

/** The entity tag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that a change follows, from its `If-Match` header.
 *
 * @param header as it came; an entity tag of ours, quoted or bare
 * @throws PRECONDITION_REQUIRED when it is missing or is none of ours
 * @source RFC 9110, 13.1.1; RFC 6585, 3
 */
export function versionFollowed(header: string | undefined): number {
  const [, version] = ETAG.exec((header ?? '').trim()) ?? [];
  if (version === undefined) throw apiError('PRECONDITION_REQUIRED');
  return Number(version);
}
