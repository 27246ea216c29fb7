/**
 * The form in which references are compared: without spaces and dashes, which tills and people put in, and
 * without the zeros before it, which fixed-width files add and tills drop. Connectors bring what providers
 * tell them into the same form. Anything else stays as it is: a reference is text.
 *
 * @returns the same for every spelling of one reference; '0' for one that is all zeros
 * @source Asobancaria 2001, record 06: positions 3–50, zero-filled on the left
 */
export function canonicalReference(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/^0+(?=.)/, '');
}
