import { ConfigError } from '@cauce/config';
import { HOLD_MS, pretendTills } from '../fixtures/pretend-tills.js';
import { TillUnderTest } from '../fixtures/till-under-test.js';

const DAY_MS = 86_400_000;

let till: TillUnderTest;
beforeEach(async () => {
  till = await TillUnderTest.open();
});
afterEach(() => till.world.close());

/** Starts the service again, with tills or without. @returns what it says */
async function restart(
  tills?: typeof pretendTills,
  tillsGivenUp: readonly string[] = [],
): Promise<unknown> {
  if (tills === undefined) delete till.world.provider.tills;
  else till.world.provider.tills = tills;
  await till.world.start({ settings: { ...till.world.settings, tillsGivenUp } });
  return till.world.listen().then(
    () => 'started',
    (error: unknown) => error,
  );
}

describe('a route that is to lose its tills', () => {
  it('keeps them while a payer may show a till a voucher', async () => {
    await till.voucher();
    await till.voucher();
    const refusal = await restart();
    expect(refusal).toBeInstanceOf(ConfigError);
    expect((refusal as ConfigError).problems).toEqual([
      'demo.pretend: payers may show 2 vouchers to its tills until 2026-11-21T15:00:00.000Z, and nobody ' +
        'would answer them; configure its network again and drain the route until then, or give its tills up ' +
        'with CAUCE_TILLS_GIVEN_UP',
    ]);
    expect(await restart(pretendTills)).toBe('started');
  });

  it('keeps them while a till takes the cash of a voucher that has expired', async () => {
    const code = await till.voucher();
    till.world.clock.advance(DAY_MS - 1);
    expect(await till.register(code, 'T1')).toMatchObject({ kind: 'registered' });
    till.world.clock.advance(HOLD_MS - 1);
    expect(await restart()).toBeInstanceOf(ConfigError);
    till.world.clock.advance(1);
    expect(await restart()).toBe('started');
  });

  it('loses them all the same where they were given up', async () => {
    await till.voucher();
    expect(await restart(undefined, ['demo.pretend'])).toBe('started');
  });

  it('loses them once every voucher is over, paid or void', async () => {
    const [paid, closed] = [await till.voucher(), await till.voucher()];
    await till.register(paid, 'T1');
    await till.confirm('T1');
    expect(await till.cancel(closed)).toMatchObject({ outcome: 'done' });
    expect(await restart()).toBe('started');
  });
});
