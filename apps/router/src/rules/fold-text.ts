/**
 * A name of a place in the form in which places are compared: without accents, capitals and punctuation.
 *
 * @returns 'bogota d c' for 'Bogotá, D.C.'
 */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
