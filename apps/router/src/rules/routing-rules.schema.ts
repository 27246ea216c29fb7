import { moneyView } from '@cauce/api';
import { DAY_KINDS } from '@cauce/calendar';
import { DOCUMENT_TYPES, RAIL_NAME } from '@cauce/contracts';
import { z } from 'zod';

/**
 * The document of routing rules, in order:
 *
 *   {description?, rules: [{name, description?, when?: {rails, amount, merchants, cities, documents, days, times,
 *   metadata}, then: {allow | deny | prefer | split | cheapest}}]}
 *
 * Conditions of one rule must all hold; of a list, one member. What one document says of another rule is checked by
 * check-rules.ts, which knows the routes.
 */

/** Rules of one document: ten times what a busy platform has; static checks stay within a second. */
export const MAX_RULES = 1_000;

/** What a request with a document may hold: rules that are long, as many as there may be. */
export const RULES_BODY = { bytes: 1_024 * 1_024, arrayItems: 1_200 } as const;

/** Names in one list; Colombia has 1,103 municipalities. */
const MAX_NAMES = 1_200;
const MAX_ROUTES = 50;
const MAX_METADATA = 20;
/** Keys of metadata that all rules of a document ask about: each is one more thing to check for every payment. */
const MAX_KEYS = 50;
const MAX_WEIGHT = 10_000;

const description = z.string().trim().min(1).max(300);

function namesOf<T extends z.ZodType>(one: T, most: number) {
  return z
    .array(one)
    .min(1, 'must name at least one')
    .max(most)
    .refine((all) => new Set(all).size === all.length, 'must not name one twice');
}

const routeName = z
  .string()
  .regex(
    /^(?!\*\.\*$)([a-z][a-z0-9_]{0,31}|\*)\.([a-z][a-z0-9_]{0,63}|\*)$/,
    'must be a route such as efecty.epayco, or one of several such as *.epayco or efecty.*',
  );

const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 08:30, in Bogota');

const amountRange = z
  .strictObject({
    from: moneyView.optional().describe('The least amount that it matches'),
    to: moneyView.optional().describe('The largest amount that it matches'),
  })
  .check((context) => {
    const { from, to } = context.value;
    const say = (message: string) =>
      context.issues.push({ code: 'custom', message, input: context.value });
    if (from === undefined && to === undefined) say('must have from, to, or both');
    if (from !== undefined && to !== undefined && from.currency !== to.currency) {
      say('must be of one currency');
    }
  });

const times = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine(({ from, to }) => from !== to, 'must not begin and end at the same time')
  .describe('From the first until before the second; over midnight where the second is earlier');

const conditions = z.strictObject({
  rails: namesOf(z.string().regex(RAIL_NAME, 'must be the name of a rail'), MAX_ROUTES).optional(),
  amount: amountRange.optional(),
  merchants: namesOf(z.string().regex(/^mer_\w{1,64}$/, 'must be a merchant id'), MAX_NAMES)
    .optional()
    .describe('Ids of merchants'),
  cities: namesOf(z.string().trim().min(1).max(80), MAX_NAMES)
    .optional()
    .describe('Cities of payers; accents, capitals and punctuation do not matter'),
  documents: namesOf(z.enum(DOCUMENT_TYPES), DOCUMENT_TYPES.length).optional(),
  days: namesOf(z.enum(DAY_KINDS), DAY_KINDS.length).optional(),
  times: times.optional(),
  metadata: z
    .record(z.string().min(1).max(40), namesOf(z.string().max(500), MAX_NAMES))
    .refine((all) => Object.keys(all).length > 0, 'must have at least one key')
    .refine((all) => Object.keys(all).length <= MAX_METADATA, `at most ${MAX_METADATA} keys`)
    .optional()
    .describe('Metadata of the payment: one of these values for each key'),
});

const ACTIONS = ['allow', 'deny', 'prefer', 'split', 'cheapest'] as const;

const action = z
  .strictObject({
    allow: namesOf(routeName, MAX_ROUTES).optional().describe('Only these may be used'),
    deny: namesOf(routeName, MAX_ROUTES).optional().describe('These may not be used'),
    prefer: namesOf(routeName, MAX_ROUTES).optional().describe('These come first, in this order'),
    split: z
      .array(z.strictObject({ route: routeName, weight: z.int().min(1).max(MAX_WEIGHT) }))
      .min(2, 'must share payments among at least two routes')
      .max(MAX_ROUTES)
      .refine(
        (all) => new Set(all.map(({ route }) => route)).size === all.length,
        'must not name a route twice',
      )
      .optional()
      .describe('Payments are shared out by these weights'),
    cheapest: z.literal(true).optional().describe('What costs least comes first'),
  })
  .check((context) => {
    const given = ACTIONS.filter((name) => context.value[name] !== undefined);
    if (given.length === 1) return;
    const message = `must have exactly one of ${ACTIONS.join(', ')}`;
    context.issues.push({ code: 'custom', message, input: context.value });
  });

const rule = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens, at most 64'),
  description: description.optional(),
  when: conditions.default({}),
  then: action,
});

/** A document of routing rules as operators write it. */
export const routingRules = z
  .strictObject({
    description: description.optional(),
    rules: z
      .array(rule)
      .max(MAX_RULES)
      .check((context) => {
        const seen = new Set<string>();
        context.value.forEach(({ name }, index) => {
          if (seen.has(name)) {
            const message = 'is the name of another rule too';
            context.issues.push({ code: 'custom', message, path: [index, 'name'], input: name });
          }
          seen.add(name);
        });
        const keys = new Set(context.value.flatMap(({ when }) => Object.keys(when.metadata ?? {})));
        if (keys.size <= MAX_KEYS) return;
        const message = `must ask about at most ${MAX_KEYS} keys of metadata in all`;
        context.issues.push({ code: 'custom', message, input: context.value });
      }),
  })
  .meta({ id: 'RoutingRules' });

/** A checked document. */
export type RoutingRules = z.output<typeof routingRules>;
export type RoutingRule = RoutingRules['rules'][number];
export type RuleConditions = RoutingRule['when'];
