import { breakOfFile } from './file-break.js';
import { intakeProblem, kindOfRefusal } from './file-problems.js';

describe('the break of a refused file', () => {
  const file = {
    fileId: 'sfile_1',
    problems: [intakeProblem('LINES_TOTAL')],
    declaredMinor: 900n,
    countedMinor: 800n,
    currency: 'COP',
  };

  it('expects what was declared and has received what was counted', () => {
    expect(breakOfFile(file)).toMatchObject({
      kind: 'CONTROL_TOTAL',
      fileId: 'sfile_1',
      lineNumber: null,
      itemId: null,
      expectedMinor: 900n,
      receivedMinor: 800n,
      currency: 'COP',
    });
  });

  it.each([null, 'XAU', 'cop', '__proto__'])('has no amounts in the currency %j', (currency) => {
    expect(breakOfFile({ ...file, currency })).toMatchObject({
      expectedMinor: null,
      receivedMinor: null,
      currency: null,
    });
  });

  it.each<[string[], string]>([
    [['DUPLICATE_FILE'], 'DUPLICATE'],
    [['DUPLICATE_IDENTITY', 'duplicate_line'], 'DUPLICATE'],
    [['DUPLICATE_FILE', 'BATCH_VALUE'], 'CONTROL_TOTAL'],
    [['BATCH_VALUE'], 'CONTROL_TOTAL'],
    [[], 'CONTROL_TOTAL'],
  ])('for the problems %j is of the kind %s', (codes, kind) => {
    expect(kindOfRefusal(codes.map((code) => ({ code, line: null, detail: '' })))).toBe(kind);
  });
});
