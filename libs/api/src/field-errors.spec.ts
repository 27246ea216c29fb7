import { z } from 'zod';
import { fieldErrorsOf, type RequestPart, type SchemaIssue } from './field-errors.js';

const payment = z.strictObject({
  amount: z.strictObject({ value: z.int().min(1), currency: z.enum(['COP', 'USD']) }),
  methods: z.array(z.string()).min(1),
  destination: z
    .union([
      z.strictObject({ kind: z.literal('cash'), rail: z.string() }),
      z.strictObject({ kind: z.literal('bank'), account: z.string(), bank: z.string() }),
    ])
    .optional(),
});

const valid = { amount: { value: 100, currency: 'COP' }, methods: ['efecty'] };

function errorsOf(body: unknown, part: RequestPart = 'body') {
  const issues = payment.safeParse(body).error?.issues as unknown as SchemaIssue[];
  return fieldErrorsOf(issues, body, part);
}

describe('fieldErrorsOf', () => {
  it.each([
    ['a missing field', { methods: ['efecty'] }, '/amount', 'required'],
    ['a missing inner field', { ...valid, amount: { value: 1 } }, '/amount/currency', 'required'],
    ['a wrong type', { ...valid, methods: 'efecty' }, '/methods', 'invalid_type'],
    ['null', { ...valid, amount: null }, '/amount', 'invalid_type'],
    [
      'too little',
      { ...valid, amount: { value: 0, currency: 'COP' } },
      '/amount/value',
      'too_small',
    ],
    [
      'an unknown choice',
      { ...valid, amount: { value: 1, currency: 'EUR' } },
      '/amount/currency',
      'invalid_value',
    ],
    ['a bad item', { ...valid, methods: ['efecty', 7] }, '/methods/1', 'invalid_type'],
    ['an unknown field', { ...valid, extra: 1 }, '/extra', 'unknown_field'],
    [
      'an unknown inner field',
      { ...valid, amount: { value: 1, currency: 'COP', 'a/b~': 1 } },
      '/amount/a~1b~0',
      'unknown_field',
    ],
    ['no body', undefined, '', 'required'],
  ])('points at %s', (_, body, pointer, code) => {
    expect(errorsOf(body)).toEqual([{ pointer, code, detail: expect.any(String) }]);
  });

  it('names every unknown field of its own', () => {
    expect(errorsOf({ ...valid, a: 1, b: 2 }).map(({ pointer }) => pointer)).toEqual(['/a', '/b']);
  });

  it('explains a union by its nearest alternative', () => {
    expect(errorsOf({ ...valid, destination: { kind: 'cash' } })).toEqual([
      { pointer: '/destination/rail', code: 'required', detail: expect.any(String) },
    ]);
  });

  it('names query parameters with a question mark', () => {
    expect(errorsOf({ ...valid, limit: '9' }, 'query')[0]?.pointer).toBe('?limit');
  });

  it('keeps the code that a custom rule gives', () => {
    const schema = z
      .string()
      .refine(() => false, { error: 'past', params: { code: 'in_the_past' } });
    const issues = schema.safeParse('x').error?.issues as unknown as SchemaIssue[];
    expect(fieldErrorsOf(issues, 'x', 'body')[0]?.code).toBe('in_the_past');
  });

  it('never repeats what was sent', () => {
    const body = { ...valid, amount: { value: 'canary-value', currency: 'canary-currency' } };
    expect(JSON.stringify(errorsOf(body))).not.toContain('canary');
  });

  it('stops at fifty', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, 1]));
    expect(errorsOf({ ...valid, ...many })).toHaveLength(50);
  });
});
