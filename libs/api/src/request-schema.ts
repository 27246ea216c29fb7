import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { apiError } from './api-errors.js';
import { fieldErrorsOf, type SchemaIssue } from './field-errors.js';

/** Validates what a handler takes against the schema in its decorator: `@Body({ schema: createPayment })`. */
export class RequestSchemaPipe implements PipeTransform {
  /**
   * @returns the schema's output, so that coercions and defaults count
   * @throws AppError INVALID_REQUEST with a pointer per field; NOT_FOUND for a path value that does not
   *   fit, because nothing can be there
   */
  async transform(value: unknown, { schema, type, data }: ArgumentMetadata): Promise<unknown> {
    if (!schema || type === 'custom') return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    if (type === 'param') throw apiError('NOT_FOUND');
    const issues = result.issues as readonly SchemaIssue[];
    const given = data === undefined ? value : { [data]: value };
    const placed = data === undefined ? issues : issues.map((issue) => under(data, issue));
    throw apiError('INVALID_REQUEST', { fieldErrors: fieldErrorsOf(placed, given, type) });
  }
}

function under(name: string, issue: SchemaIssue): SchemaIssue {
  return { ...issue, path: [name, ...(issue.path ?? [])] };
}
