import assert from 'node:assert/strict';
import { assertPayable, inTime } from './contract-assertions.js';
import { issueOne } from './contract-steps.js';
import type { ContractCase } from './contract-case.js';
import type { ContractWorld, FieldCharset, IssuingWorld } from './contract-world.js';

/** Names and texts that forms, tables and files get wrong. */
const TEXTS = [
  'Ñandú Peña',
  'José Ángel Muñoz',
  'Jose\u0301 Nu\u0303ez',
  "D'Áça 🎉",
  'x'.repeat(100),
];

/** Letters that a field of the wrong charset loses. */
const TEXT = 'Muñoz Peña, piñata á';

/** The letters as one sign each, and as a letter and its mark, as some keyboards write them. */
const WRITTEN = { composed: TEXT.normalize('NFC'), 'in parts': TEXT.normalize('NFD') };

const MARKS = /\p{M}/gu;
const NO_LETTERS = /[^A-Za-z0-9?]+/g;

/** What must be taken of payers' names and of descriptions, whatever becomes of them. */
export function takenTexts(world: IssuingWorld): ContractCase[] {
  return TEXTS.map((text) => ({
    name: `takes the text ${JSON.stringify(text.slice(0, 20))} as a name and as a description`,
    run: async () => {
      const { payer } = world.request();
      const request = world.request({ description: text, payer: { ...payer, name: text } });
      assertPayable(await inTime(world.connector.issue(request, world.call())));
    },
  }));
}

/** What must arrive of a text: not that it is taken, but which letters the provider has in the end. */
export function textContract(world: ContractWorld): ContractCase[] {
  const charsets = { name: 'utf8', description: 'utf8', ...world.charsets } as const;
  return Object.entries(WRITTEN).map(([how, text]) => ({
    name: `brings ñ and á, written ${how}, to the provider as its fields can hold them`,
    run: async () => {
      const { payer } = world.request();
      const change = { description: text, payer: { ...payer, name: text } };
      const { request } = await issueOne(world, change);
      const received = await world.driver.receivedFor(request.reference);
      assert.ok(received.name ?? received.description, 'nobody knows what arrived');
      for (const field of ['name', 'description'] as const) {
        const arrived = received[field];
        if (arrived !== null) assertArrived(arrived, text, charsets[field]);
      }
    },
  }));
}

/**
 * Checks a text that arrived, letter by letter.
 *
 * @param arrived as the provider reads it, in the charset of the field
 * @param text as it was asked for
 * @throws AssertionError for letters that were lost, replaced, or read in another charset. An ASCII field has
 *   the letter without its mark; it may do without punctuation
 */
export function assertArrived(arrived: string, text: string, charset: FieldCharset): void {
  if (charset !== 'ascii') return assert.equal(arrived, text.normalize('NFC'));
  assert.match(arrived, /^[ -~]*$/, 'more than ASCII');
  assert.equal(wordsOf(arrived), wordsOf(text.normalize('NFD').replace(MARKS, '')));
}

function wordsOf(text: string): string {
  return text.replace(NO_LETTERS, ' ').trim();
}
