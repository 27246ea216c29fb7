import { z } from 'zod';
import { OUTCOMES } from '@cauce/contracts';
import type { AppError } from './app-error.js';

/** Where the pages of the error catalogue live; a code's page is its last path segment. */
const CATALOGUE = 'https://cauce.dev/problems/';

/** Body of every error answer: RFC 9457 with our extensions. Also its description in OpenAPI. */
export const problemSchema = z
  .object({
    type: z.url().describe('Page of the error catalogue.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('Path of the request.'),
    code: z.string().describe('Stable name of the error, for programs.'),
    requestId: z.string(),
    retryable: z
      .boolean()
      .describe('Whether the same request may succeed later, with the same Idempotency-Key.'),
    outcome: z
      .enum(OUTCOMES)
      .optional()
      .describe('What the call to a provider ended in, where one was involved.'),
    errors: z
      .array(
        z.object({
          pointer: z
            .string()
            .describe('JSON Pointer into the body, or ?name of a query parameter.'),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

export type Problem = z.infer<typeof problemSchema>;

/** Media type of {@link Problem}. */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/**
 * Describes an error to its caller. Facts and cause stay inside.
 *
 * @param request id of the request, and its path without the query (which may carry personal data)
 * @returns a body that holds nothing but what the error's author wrote for the caller
 * @source RFC 9457
 */
export function toProblem(
  error: AppError,
  request: { requestId: string; instance: string },
): Problem {
  return {
    type: problemType(error.code),
    title: error.title,
    status: error.status,
    detail: error.message,
    instance: request.instance,
    code: error.code,
    requestId: request.requestId,
    retryable: error.retryable,
    ...(error.outcome && { outcome: error.outcome }),
    ...(error.fieldErrors && { errors: [...error.fieldErrors] }),
  };
}

/** Headers that an error answer carries besides its content type. */
export function problemHeaders(error: AppError): Record<string, string> {
  const headers: Record<string, string> = {};
  if (error.status === 401) headers['www-authenticate'] = 'Bearer';
  if (error.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(Math.max(1, Math.ceil(error.retryAfterSeconds)));
  }
  return headers;
}

/** `IDEMPOTENCY_KEY_REUSED` → its page in the catalogue. */
export function problemType(code: string): string {
  return CATALOGUE + code.toLowerCase().replaceAll('_', '-');
}
