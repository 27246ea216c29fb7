/** Cells of one row. */
export type Row = readonly (string | number | boolean)[];

/** A table in Markdown. */
export function table(head: Row, rows: readonly Row[]): string {
  const line = (row: Row) =>
    `| ${row.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A page that is printed from the code, and says so. */
export function page(title: string, ...parts: string[]): string {
  const note = 'Printed from the code by `npm run docs`; a test fails when it is out of date.';
  return [`# ${title}`, note, ...parts].join('\n\n') + '\n';
}
