import fc from 'fast-check';
import { MAX_LINE_BYTES } from './index.js';
import { LineSplitter, type RawLine } from './line-splitter.js';

function split(...chunks: Uint8Array[]): RawLine[] {
  const splitter = new LineSplitter();
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
}

const bytes = (text: string) => Buffer.from(text, 'latin1');
const texts = (...chunks: Uint8Array[]) => split(...chunks).map((line) => line.text);

describe('splitting bytes into lines', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\n', ['a']],
    ['a\r\nb\nc', ['a', 'b', 'c']],
    ['a\n\nb', ['a', '', 'b']],
    ['a\r', ['a']],
    ['a\rb\n', ['a\rb']],
    ['a\r\r\n', ['a\r']],
    ['\r\n', ['']],
  ])('takes %j apart', (text, lines) => {
    expect(texts(bytes(text))).toEqual(lines);
  });

  it('numbers lines from 1 and tells their length', () => {
    expect(split(bytes('ab\r\n\nc'))).toEqual([
      { number: 1, text: 'ab', lengthBytes: 2 },
      { number: 2, text: '', lengthBytes: 0 },
      { number: 3, text: 'c', lengthBytes: 1 },
    ]);
  });

  it('makes one character of every byte but the line ends', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 10);
    const [line] = split(all);
    expect([...(line?.text ?? '')].map((character) => character.charCodeAt(0))).toEqual([...all]);
  });

  it('gives the same lines wherever the chunks are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\r', '\n', 'Ñ'), maxLength: 60 });
    const cuts = fc.array(fc.nat({ max: 60 }), { maxLength: 8 });
    fc.assert(
      fc.property(text, cuts, (whole, places) => {
        const all = bytes(whole);
        const edges = [0, ...places.toSorted((a, b) => a - b), all.length];
        const chunks = edges.slice(1).map((to, index) => all.subarray(edges[index], to));
        expect(split(...chunks)).toEqual(split(all));
      }),
    );
  });

  it('keeps the beginning of a line that is far too long, and its true length', () => {
    const chunk = bytes('x'.repeat(1_000));
    const lines = split(...Array.from({ length: 50 }, () => chunk), bytes('\r\nnext'));
    expect(lines).toEqual([
      { number: 1, text: 'x'.repeat(MAX_LINE_BYTES), lengthBytes: 50_000 },
      { number: 2, text: 'next', lengthBytes: 4 },
    ]);
  });

  it('does not keep the bytes of the caller, who may use them again', () => {
    const splitter = new LineSplitter();
    const chunk = bytes('ab');
    const before = [...splitter.push(chunk)];
    chunk.fill(0x78);
    expect([...before, ...splitter.end()].map((line) => line.text)).toEqual(['ab']);
  });
});
