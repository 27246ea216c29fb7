/**
 * Rows as one parameter for `json_to_recordset`: a thousand rows are one statement of constant text.
 * Amounts go as text, so that they never pass through a floating-point number.
 */
export function jsonRows(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
