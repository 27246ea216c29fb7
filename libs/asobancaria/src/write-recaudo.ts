import { writeBatchControl } from './batch-control.js';
import { writeBatchHeader } from './batch-header.js';
import { writeDetail } from './detail.js';
import { writeFileControl } from './file-control.js';
import { writeFileHeader } from './file-header.js';
import { type RecaudoFile } from './recaudo-file.js';
import { RecaudoWriteError } from './write-error.js';

const LINE_END = '\r\n';

/**
 * Writes a file line by line; one character is one byte of Latin-1. The controls are written as they are
 * given: `buildRecaudo` counts them.
 * @returns lines of 162 characters and CR LF
 * @throws RecaudoWriteError when a value does not fit its field, before the line is given out
 */
export function* writeRecaudo(file: RecaudoFile): Generator<string> {
  const { header, batches, control } = file;
  if (header === null || control === null) {
    if (batches.length > 0 || control !== null) throw new RecaudoWriteError('INCOMPLETE_FILE');
  }
  if (header !== null) yield writeFileHeader(header) + LINE_END;
  for (const batch of batches) {
    yield writeBatchHeader(batch.header) + LINE_END;
    for (const detail of batch.details) yield writeDetail(detail) + LINE_END;
    yield writeBatchControl(batch.control) + LINE_END;
  }
  if (control !== null) yield writeFileControl(control) + LINE_END;
}

/**
 * The bytes of a file, as `parseRecaudo` reads them back.
 * @throws RecaudoWriteError
 */
export function writeRecaudoBytes(file: RecaudoFile): Buffer {
  return Buffer.from([...writeRecaudo(file)].join(''), 'latin1');
}
