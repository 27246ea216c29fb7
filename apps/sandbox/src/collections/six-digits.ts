/** The number of an approval as counters and banks print it: six digits. */
export function sixDigitsOf(id: number): string {
  return String(id % 1_000_000).padStart(6, '0');
}
