import fc from 'fast-check';
import { asciiText, plainName } from './plain-text.js';

describe('texts as Payvalida takes them', () => {
  it.each([
    ['Ana María Muñoz Peña', 'Ana María Muñoz Peña'],
    ['Jose\u0301 Nun\u0303ez', 'José Nuñez'],
    ["D'Áça 🎉", "D'Áça"],
    ['  Ñandú\t 👩‍👧  Peña ', 'Ñandú Peña'],
    ['María del Carmen Rodríguez Castañeda', 'María del Carmen Rodrígue'],
    ['🎉', ''],
  ])('keep the letters of the name %j', (name, expected) => {
    expect(plainName(name, 25)).toBe(expected);
  });

  it.each([
    ['Piñata  🎉 azul', 'Pinata azul'],
    ['Factura #29143_1 (año 2026)', 'Factura 29143 1 ano 2026'],
    ['$ 45.000', '45.000'],
    ['🎉', ''],
  ])('have no special characters in the description %j', (text, expected) => {
    expect(asciiText(text, 250)).toBe(expected);
  });

  it('are never too long, and never change when they are made plain again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const name = plainName(text, 25);
        const description = asciiText(text, 20);
        expect(name.length).toBeLessThanOrEqual(25);
        expect(plainName(name, 25)).toBe(name);
        expect(description).toMatch(/^([A-Za-z0-9.]([A-Za-z0-9. ]{0,18}[A-Za-z0-9.])?)?$/);
        expect(asciiText(description, 20)).toBe(description);
      }),
    );
  });
});
