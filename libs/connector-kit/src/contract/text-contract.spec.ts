import { assertArrived } from './text-contract.js';

const TEXT = 'Muñoz Peña, piñata á';
const inLatin1 = Buffer.from(TEXT, 'latin1');
const inUtf8 = Buffer.from(TEXT, 'utf8');

describe('a text that arrived', () => {
  it.each([
    ['UTF-8', inUtf8.toString('utf8'), 'utf8'],
    ['Latin-1', inLatin1.toString('latin1'), 'latin1'],
    ['ASCII', 'Munoz Pena, pinata a', 'ascii'],
    ['ASCII without punctuation', 'Munoz Pena pinata a', 'ascii'],
  ] as const)('is right in %s', (_, arrived, charset) => {
    expect(() => assertArrived(arrived, TEXT, charset)).not.toThrow();
    expect(() => assertArrived(arrived, TEXT.normalize('NFD'), charset)).not.toThrow();
  });

  it.each([
    ['UTF-8 that was read as Latin-1', inUtf8.toString('latin1'), 'latin1'],
    ['Latin-1 that was read as UTF-8', inLatin1.toString('utf8'), 'utf8'],
    ['letters in parts', TEXT.normalize('NFD'), 'utf8'],
    ['letters that were folded without need', 'Munoz Pena, pinata a', 'latin1'],
    ['letters that were replaced', 'Mu?oz Pe?a, pi?ata ?', 'ascii'],
    ['letters that were left out', 'Muoz Pea, piata', 'ascii'],
    ['letters that ASCII does not have', TEXT, 'ascii'],
    ['a word too few', 'Munoz Pena, pinata', 'ascii'],
  ] as const)('is wrong with %s', (_, arrived, charset) => {
    expect(() => assertArrived(arrived, TEXT, charset)).toThrow();
  });
});
