import { apiError } from './api-errors.js';
import type { AppError } from './app-error.js';
import { pointerTo } from './field-errors.js';

/** Levels of objects and arrays; no request of ours comes near, and validators recurse. */
export const MAX_JSON_DEPTH = 20;

/** Items of one array; lists in requests are short, files go elsewhere. */
export const MAX_ARRAY_ITEMS = 200;

/** Keys that JavaScript gives a meaning: an object that carries them may poison what copies it. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const NUL = String.fromCharCode(0);

const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Reads a request body.
 *
 * @param bytes the body as it came
 * @param maxItems most items of one array
 * @returns plain JSON within the limits, whose texts any database column can hold
 * @throws AppError INVALID_REQUEST when the bytes are not UTF-8 or not JSON, when the nesting or an array
 *   exceeds its limit, or when a key or a text is one that we never accept
 */
export function readJson(bytes: Uint8Array, maxItems: number = MAX_ARRAY_ITEMS): unknown {
  const value = parse(decode(bytes));
  check(value, [], maxItems);
  return value;
}

/**
 * Tells why a text may not enter: PostgreSQL stores neither U+0000 nor half of a surrogate pair, and
 * would answer an error long after validation.
 */
export function textProblem(text: string): string | null {
  if (text.includes(NUL)) return 'must not contain the character U+0000';
  if (text.search(LONE_SURROGATES) >= 0) return 'must be well-formed Unicode';
  return null;
}

/** A text fit for an answer: half surrogate pairs, which JSON cannot carry safely, are replaced. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATES, '\ufffd');
}

/** Whether a key may name a field anywhere in a request. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw apiError('INVALID_REQUEST', { detail: 'The body is not valid UTF-8', cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the body: it is neither answered nor kept as the cause.
    throw apiError('INVALID_REQUEST', { detail: 'The body is not valid JSON' });
  }
}

function check(value: unknown, path: readonly PropertyKey[], maxItems: number): void {
  if (typeof value === 'string') return checkText(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= MAX_JSON_DEPTH) {
    throw refuse(path, 'too_deep', `nesting may be at most ${MAX_JSON_DEPTH} levels`);
  }
  if (Array.isArray(value)) return checkArray(value, path, maxItems);
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (isForbiddenKey(key)) throw refuse(at, 'unknown_field', 'this name is not allowed');
    checkText(key, at);
    check(inner, at, maxItems);
  }
}

function checkArray(
  items: readonly unknown[],
  path: readonly PropertyKey[],
  maxItems: number,
): void {
  if (items.length > maxItems) {
    throw refuse(path, 'too_big', `an array may have at most ${maxItems} items`);
  }
  items.forEach((item, index) => check(item, [...path, index], maxItems));
}

function checkText(text: string, path: readonly PropertyKey[]): void {
  const problem = textProblem(text);
  if (problem) throw refuse(path, 'invalid_format', problem);
}

function refuse(path: readonly PropertyKey[], code: string, detail: string): AppError {
  const pointer = wellFormed(pointerTo(path, 'body'));
  return apiError('INVALID_REQUEST', { fieldErrors: [{ pointer, code, detail }] });
}
