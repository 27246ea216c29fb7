import { z } from 'zod';
import { definePlugin } from './connector-plugin.js';
import { railVariables } from './rail-variables.js';

const rail = { rail: 'demo', port: 8099, config: z.object(railVariables), connectors: () => [] };
const entry = { route: 'demo.pretend', from: '2026-11-01', source: 'a page, November 2026' };

describe('a rail with terms of its own', () => {
  it('has them without a word of the operator’s', () => {
    const { settings } = definePlugin({ ...rail, terms: [entry] }).read({});
    expect(settings.terms).toEqual([{ ...entry, sellsWhenClosed: false }]);
    expect(definePlugin(rail).read({}).settings.terms).toEqual([]);
  });

  it('is none when they are not as the operator’s have to be', () => {
    expect(() => definePlugin({ ...rail, terms: [{ ...entry, from: 'soon' }] })).toThrow('a day');
  });
});
