import { BATCH_CONTROL_FIELDS } from './batch-control.js';
import { BATCH_HEADER_FIELDS } from './batch-header.js';
import { DETAIL_FIELDS } from './detail.js';
import { widthOf, type FieldTable } from './field.js';
import { FILE_CONTROL_FIELDS } from './file-control.js';
import { FILE_HEADER_FIELDS } from './file-header.js';

/** The widths of the standard, in order, after the two columns of the record type. */
const WIDTHS: [string, FieldTable, number[]][] = [
  ['01', FILE_HEADER_FIELDS, [10, 8, 3, 17, 8, 4, 1, 2, 107]],
  ['05', BATCH_HEADER_FIELDS, [13, 4, 143]],
  ['06', DETAIL_FIELDS, [48, 14, 2, 2, 6, 6, 3, 4, 7, 3, 65]],
  ['08', BATCH_CONTROL_FIELDS, [9, 18, 4, 129]],
  ['09', FILE_CONTROL_FIELDS, [9, 18, 133]],
];

describe('the layout of a record', () => {
  it.each(WIDTHS)('%s has the widths of the standard', (_type, table, widths) => {
    expect(Object.values(table).map(widthOf)).toEqual(widths);
  });

  it.each(WIDTHS)('%s fills the columns 3 to 162 without gap or overlap', (_type, table) => {
    const ends = Object.values(table).reduce((previous, field) => {
      expect(field.from).toBe(previous + 1);
      return field.to;
    }, 2);
    expect(ends).toBe(162);
  });
});
