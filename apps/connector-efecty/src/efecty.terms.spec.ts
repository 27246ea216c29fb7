import { connectorPlugin } from './efecty.plugin.js';
import { efectyTerms } from './efecty.terms.js';

describe('the terms that come with Efecty', () => {
  const { terms } = connectorPlugin.read({}).settings;

  it('are there for every route', () => {
    const protocols = connectorPlugin.config.shape['CAUCE_EFECTY_PROTOCOLS']?.safeParse(undefined);
    const routes = (protocols?.data as string[]).map((protocol) => `efecty.${protocol}`);
    expect(terms.map(({ route }) => route).sort()).toEqual(routes.sort());
    expect(terms).toHaveLength(efectyTerms.length);
  });

  it('refuse no payment: they say when counters are open, and vouchers are sold all the same', () => {
    for (const one of terms) {
      const { route: _, from, source, ...said } = one;
      expect([from, source.length > 0]).toEqual(['2026-11-01', true]);
      expect(said).toEqual({
        hours: {
          weekday: { opens: '08:00', closes: '18:00' },
          saturday: { opens: '08:00', closes: '13:00' },
          sunday: null,
          holiday: null,
        },
        sellsWhenClosed: true,
      });
    }
  });
});
