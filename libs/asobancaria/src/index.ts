export { type BatchControl } from './batch-control.js';
export { type BatchHeader } from './batch-header.js';
export { buildRecaudo, type RecaudoDraft, type RecaudoPayment } from './build-recaudo.js';
export { gs1CheckDigit, isEan13, isNitOf, nitCheckDigit } from './check-digits.js';
export { type RecaudoTotals } from './control-totals.js';
export { canonicalReference, isReturned, type Detail } from './detail.js';
export { type FileControl } from './file-control.js';
export { type FileHeader } from './file-header.js';
export {
  RECAUDO_PROBLEMS,
  RECAUDO_WARNINGS,
  type Columns,
  type RecaudoProblem,
  type RecaudoProblemCode,
  type RecaudoWarning,
  type RecaudoWarningCode,
} from './findings.js';
export { MAX_LINE_BYTES, MAX_LINES, MAX_PROBLEMS, MAX_WARNINGS, RECORD_BYTES } from './limits.js';
export {
  accountTypeName,
  ACCOUNT_TYPES,
  meansName,
  originName,
  PAYMENT_MEANS,
  PAYMENT_ORIGINS,
} from './payment-codes.js';
export {
  checkRecaudo,
  parseRecaudo,
  readRecaudo,
  RecaudoReadError,
  type RecaudoBytes,
  type RecaudoCheck,
  type RecaudoParse,
} from './read-recaudo.js';
export { fileIdentity, type RecaudoBatch, type RecaudoFile } from './recaudo-file.js';
export { type RecaudoRecord } from './recaudo-record.js';
export {
  RECAUDO_WRITE_ERRORS,
  RecaudoWriteError,
  type RecaudoWriteErrorCode,
} from './write-error.js';
export { writeRecaudo, writeRecaudoBytes } from './write-recaudo.js';
