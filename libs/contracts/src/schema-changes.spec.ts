import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { breaksOldReaders, type WireSchema } from './schema-changes.js';
import { MESSAGE_TYPES } from './topics.js';

const wire = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as WireSchema;

const old = z.object({
  id: z.string(),
  note: z.string().optional(),
  state: z.enum(['paid', 'expired']),
  amount: z.int().nullable(),
  lines: z.array(z.object({ code: z.string() })),
});

describe('a change of a message', () => {
  it.each<[string, z.ZodType]>([
    ['nothing', old],
    ['a field more', old.extend({ city: z.string() })],
    ['a state less', old.extend({ state: z.enum(['paid']) })],
    ['an optional field less', old.omit({ note: true })],
    ['a field that is never null any more', old.extend({ amount: z.int() })],
  ])('%s breaks no old reader', (_, now) => {
    expect(breaksOldReaders(wire(old), wire(now))).toEqual([]);
  });

  it.each<[string, z.ZodType, string]>([
    ['a field less', old.omit({ id: true }), 'data.id is gone'],
    ['an optional field', old.extend({ id: z.string().optional() }), 'data.id may be missing now'],
    ['another type', old.extend({ id: z.int() }), 'data.id was string and is integer'],
    [
      'a state more',
      old.extend({ state: z.enum(['paid', 'expired', 'lost']) }),
      'data.state may be "lost" now',
    ],
    ['free text', old.extend({ state: z.string() }), 'data.state may have any value now'],
    ['null', old.extend({ id: z.string().nullable() }), 'data.id was string and is string or null'],
    [
      'a field less in a list',
      old.extend({ lines: z.array(z.object({ kind: z.string() })) }),
      'data.lines[].code is gone',
    ],
  ])('%s breaks them', (_, now, what) => {
    expect(breaksOldReaders(wire(old), wire(now))).toEqual([what]);
  });
});

describe('every message', () => {
  const published = JSON.parse(
    readFileSync(new URL('./fixtures/published-schemas.json', import.meta.url), 'utf8'),
  ) as Record<string, WireSchema>;

  it.each(Object.entries(MESSAGE_TYPES))(
    '%s can be read by whoever reads its published version',
    (type, { version, data }) => {
      const before = published[`${type} v${version}`];
      if (before === undefined) {
        throw new Error(`add "${type} v${version}" to published-schemas.json; old entries stay`);
      }
      // What breaks an old reader is a new version, published beside the old one.
      expect(breaksOldReaders(before, wire(data))).toEqual([]);
    },
  );
});
