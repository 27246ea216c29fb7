import { strangeMethods } from './strange-methods.js';

describe('methods that a payment names', () => {
  it('are rails that Cauce knows, whether or not they are offered', () => {
    expect(strangeMethods(['efecty', 'daviplata'], [])).toEqual([]);
  });

  it('are rails that a connector has brought', () => {
    expect(strangeMethods(['gana'], [{ rail: 'gana' }])).toEqual([]);
  });

  it('are nothing else', () => {
    expect(strangeMethods(['efecty', 'oxxo'], [{ rail: 'gana' }])).toEqual([
      {
        pointer: '/methods/1',
        code: 'unknown',
        detail: 'must be one of efecty, baloto, puntored, pse, daviplata, bre_b, gana',
      },
    ]);
  });
});
