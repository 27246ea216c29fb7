import { ProviderUnderTest } from './fixtures/provider-under-test.js';
import { ProviderBoard } from './provider-board.js';
import type { PretendProvider } from './pretend-provider.js';

const world = new ProviderUnderTest();
const board = new ProviderBoard([
  { protocol: 'epayco', collector: world.collector } as PretendProvider,
]);

describe('the board of providers', () => {
  it('knows whose code it is', () => {
    const { code } = world.issue();
    const found = board.withCode(code);
    expect(found).toMatchObject({ provider: { protocol: 'epayco' }, voucher: { code } });
  });

  it('knows whose transaction it is', () => {
    expect(board.withTransaction(world.issue({ factura: '2' }).id).protocol).toBe('epayco');
  });

  it('knows no code, transaction or protocol of nobody', () => {
    const refusal = (ask: () => unknown) => {
      try {
        return ask();
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
    };
    expect(refusal(() => board.withCode('12'))).toBe('UNKNOWN_CODE');
    expect(refusal(() => board.withTransaction(12))).toBe('UNKNOWN_TRANSACTION');
    expect(refusal(() => board.of('swift'))).toBe('UNKNOWN_PROTOCOL');
  });
});
