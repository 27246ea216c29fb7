import { testTitles } from './test-titles.ts';

const titles = (text: string) => [...testTitles('some.spec.ts', text)];

describe('the titles of tests that run', () => {
  it.each([
    ["it('pays', () => {});", ['pays']],
    ["test('pays', () => {});", ['pays']],
    ["describe('money', () => { it('pays', () => {}); });", ['pays']],
    ["describe.each(rails)('%s', () => { it('pays', () => {}); });", ['pays']],
    ["it.each<[string]>([['x']])('pays %s', () => {});", ['pays %s']],
    ['it(`pays ${amount} pesos`, () => {});', ['pays %s pesos']],
    ["const one = { name: 'pays', run: async () => undefined };", ['pays']],
  ])('%s', (text, expected) => {
    expect(titles(text)).toEqual(expected);
  });

  it.each([
    "it.skip('pays', () => {});",
    "it.skip.each([['x']])('pays', () => {});",
    "it.todo('pays');",
    "xit('pays', () => {});",
    "describe.skip('money', () => { it('pays', () => {}); });",
    "describe.skip.each([1])('money', () => { it('pays', () => {}); });",
    "xdescribe('money', () => { it('pays', () => {}); });",
    "// it('pays', () => {});",
    "/* it('pays', () => {}); */",
    "expect('pays').toBe(text);",
    "const one = { name: 'pays' };",
  ])('none in %s', (text) => {
    expect(titles(text)).toEqual([]);
  });
});
