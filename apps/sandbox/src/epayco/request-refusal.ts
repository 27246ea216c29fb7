import type { z } from 'zod';
import type { Answer } from '../faults/answer-with-faults.js';
import { FIELD_ERRORS, type FieldErrorCode } from './request-fields.schema.js';

const INVALID_FIELDS =
  'Algunos campos son invalidos, por favor corrija los errores y vuelva a intentarlo';

/** What is wrong with one field of a request, in ePayco's words. */
export interface FieldProblem {
  readonly field: string;
  readonly code: FieldErrorCode;
  readonly message: string;
}

/**
 * A request that ePayco refused: nothing was created.
 *
 * @param factura - which the refusal of a transfer repeats
 * @source epayco-php `legacyValidationErrorResponse`, compared with the live legacy flow on 2026-10-02, and
 *   epayco-node `buildLegacyErrorShape`; the codes are those of apify
 */
export function requestRefusal(problems: readonly FieldProblem[], factura?: string): Answer {
  const errores = problems.map(({ code, message }) => ({ codError: code, errorMessage: message }));
  const body = {
    success: false,
    title_response: 'Error',
    text_response: INVALID_FIELDS,
    last_action: 'validation transaction',
    data: {
      totalerrores: errores.length,
      errores,
      ...(factura === undefined ? {} : { idfactura: factura }),
    },
  };
  return { status: 200, body };
}

/** @param code - one of `FIELD_ERRORS`; anything else is an invalid field */
export function fieldProblem(field: string, code: string): FieldProblem {
  const known = isFieldErrorCode(code) ? code : 'A002';
  return { field, code: known, message: `El campo ${field} ${FIELD_ERRORS[known]}` };
}

/** Of what a schema of requests does not take. */
export function problemsOf({ issues }: z.ZodError): FieldProblem[] {
  return issues.map(({ path, message }) => fieldProblem(path.join('.'), message));
}

function isFieldErrorCode(code: string): code is FieldErrorCode {
  return Object.hasOwn(FIELD_ERRORS, code);
}
