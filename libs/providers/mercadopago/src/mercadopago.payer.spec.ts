import { DOCUMENT_TYPES } from '@cauce/contracts';
import fc from 'fast-check';
import { requestOf } from './fixtures/samples.js';
import {
  addressOf,
  addressProblems,
  identificationOf,
  namesOf,
  phoneOf,
  plain,
} from './mercadopago.payer.js';

const { payer } = requestOf({});

describe('a payer’s name', () => {
  it.each([
    ['Ana', 'Ana', 'NA'],
    ['Ana Muñoz', 'Ana', 'Muñoz'],
    ['Ana María Muñoz', 'Ana', 'María Muñoz'],
    ['Ana María Muñoz Peña', 'Ana María', 'Muñoz Peña'],
    ['Jose\u0301 Nun\u0303ez', 'José', 'Nuñez'],
    ["  D'Áça  🎉 Ñáñez ", "D'Áça", 'Ñáñez'],
    ['🙂', 'NA', 'NA'],
    ['', 'NA', 'NA'],
    ['x'.repeat(100), 'x'.repeat(32), 'NA'],
  ])('%j is split in two', (name, first_name, last_name) => {
    expect(namesOf({ ...payer, name })).toEqual({ first_name, last_name });
  });

  it('of a company stays whole, as far as it fits', () => {
    const company = { ...payer, kind: 'company' as const };
    expect(namesOf({ ...company, name: 'Piñatas & Ñandú S.A.S.' })).toEqual({
      first_name: 'Piñatas & Ñandú S.A.S.',
      last_name: 'NA',
    });
    const long = 'Comercializadora Internacional de Piñatas del Caribe S.A.S.';
    expect(namesOf({ ...company, name: long }).first_name).toBe('Comercializadora Internacional d');
  });

  it('always has two parts of 1 to 32 characters, whatever it is', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(
      fc.property(text, fc.constantFrom('person' as const, 'company' as const), (name, kind) => {
        for (const part of Object.values(namesOf({ ...payer, kind, name }))) {
          expect(part.length).toBeGreaterThanOrEqual(1);
          expect(part.length).toBeLessThanOrEqual(32);
          expect(part).toBe(part.trim());
        }
      }),
    );
  });
});

describe('text', () => {
  it.each([
    ['Piñata  🎉 azul', 'Piñata azul'],
    ['nin\u0303o', 'niño'],
    ['a\nb\tc\u0000d', 'a b c d'],
    ['\u2764\uFE0F amor', '\u2764 amor'],
    ['🎉', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});

describe('a payer’s document', () => {
  it.each([
    ['CC', '1020304051', 'CC', 'CC', '1020304051'],
    ['CC', '1.020.304-051', 'CC', 'CC', '1020304051'],
    ['CE', '123456', 'CE', 'CE', '123456'],
    ['NIT', '900123456-8', 'NIT', 'NIT', '900123456'],
    ['NIT', '9001234568', 'NIT', 'NIT', '900123456'],
    ['TI', '10203040', 'Otro', 'TI', '10203040'],
    ['PPN', 'AB123456', 'Otro', 'PAS', 'AB123456'],
    ['PPT', '1234567', 'Otro', 'Otro', '1234567'],
  ] as const)('%s %s is %s at a counter and %s at PSE', (type, number, cash, pse, own) => {
    expect(identificationOf({ type, number }, 'cash')).toEqual({ type: cash, number: own });
    expect(identificationOf({ type, number }, 'pse')).toEqual({ type: pse, number: own });
  });

  it('is one of those tried above', () => {
    expect([...DOCUMENT_TYPES].sort()).toEqual(['CC', 'CE', 'NIT', 'PPN', 'PPT', 'TI']);
  });

  it.each([
    ['CC', ''],
    ['CC', 'AB123456'],
    ['CC', '1'.repeat(16)],
    ['PPN', 'AB 123/456'],
    ['PPN', 'Ñ123456'],
  ] as const)('%s %j is refused before anything is sent', (type, number) => {
    expect(() => identificationOf({ type, number }, 'pse')).toThrow('invalid_request');
  });
});

describe('a payer’s phone and address', () => {
  it.each([
    ['+573001112233', { area_code: '300', number: '1112233' }],
    ['+576012345678', { area_code: '601', number: '2345678' }],
    ['+14155550123', null],
    ['+5712345678', null],
    [null, null],
  ])('%s is %j', (phone, expected) => {
    expect(phoneOf(phone)).toEqual(expected);
  });

  const address = {
    zipCode: '11001',
    streetName: 'Carrera 7',
    streetNumber: '71-21',
    neighborhood: 'Chapinero',
    city: 'Bogotá',
  };

  it('has the form’s names', () => {
    expect(addressOf(address)).toEqual({
      zip_code: '11001',
      street_name: 'Carrera 7',
      street_number: '71-21',
      neighborhood: 'Chapinero',
      city: 'Bogotá',
    });
    expect(addressProblems(address)).toEqual([]);
  });

  it.each([
    ['zipCode', '110111'],
    ['zipCode', '1100'],
    ['streetName', ''],
    ['streetName', 'x'.repeat(19)],
    ['streetNumber', '71-211'],
    ['neighborhood', 'x'.repeat(19)],
    ['city', ''],
  ])('does not fit with %s %j', (field, value) => {
    expect(addressProblems({ ...address, [field]: value })).toEqual([field]);
  });
});
