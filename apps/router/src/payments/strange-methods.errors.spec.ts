import { refuseStrangeMethods } from './strange-methods.errors.js';

describe('methods that a payment names', () => {
  it('are rails that Cauce knows, whether or not they are offered', () => {
    expect(() => refuseStrangeMethods(['efecty', 'daviplata'], [])).not.toThrow();
  });

  it('are rails that a connector has brought', () => {
    expect(() => refuseStrangeMethods(['gana'], [{ rail: 'gana' }])).not.toThrow();
  });

  it('are nothing else', () => {
    const detail = 'must be one of efecty, baloto, puntored, pse, daviplata, bre_b, gana';
    expect(() => refuseStrangeMethods(['efecty', 'oxxo'], [{ rail: 'gana' }])).toThrow(
      expect.objectContaining({
        code: 'INVALID_REQUEST',
        fieldErrors: [{ pointer: '/methods/1', code: 'unknown', detail }],
      }),
    );
  });
});
