/** Characters beyond the Basic Multilingual Plane (emoji), joiners and controls: nothing that a name needs. */
const UNUSUAL = /[\u{10000}-\u{10FFFF}\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFE00-\uFE0F]/gu;

/** A name in composed letters, without emoji, cut to a length. Accents and ñ stay. */
export function plainName(text: string, maxLength: number): string {
  const kept = text.normalize('NFC').replace(UNUSUAL, ' ').replace(/\s+/g, ' ').trim();
  return kept.slice(0, maxLength).trim();
}

/**
 * A text without "special characters": letters of the English alphabet, digits, points and spaces. Accents are
 * taken off (ñ becomes n), everything else is left out.
 *
 * @returns an empty text when nothing is left
 */
export function asciiText(text: string, maxLength: number): string {
  const letters = text.normalize('NFD').replace(/\p{M}/gu, '');
  const kept = letters.replace(/[^A-Za-z0-9.]/g, ' ').replace(/ +/g, ' ');
  return kept.trim().slice(0, maxLength).trim();
}
