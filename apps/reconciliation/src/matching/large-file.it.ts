import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import type { Taken } from '../fixtures/wire-builders.js';

const LINES = 20_000;
const EACH = 1_000n;

/** References from 1 on: those that the ledger has alike, and those that it has with another amount. */
const ALIKE = 12_000;
const OTHERWISE = 14_000;

/** A day of one route that is far larger than what is handled at once. */
describe('a file of twenty thousand lines', () => {
  let app: ReconciliationApp;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  afterAll(() => app?.close());

  it('is matched to the peso, whatever part of it is wrong, and once', async () => {
    const route = app.route();
    const lines = Array.from({ length: LINES }, (_, index): Taken => [String(index + 1), EACH]);
    await route.postMany(1, ALIKE, EACH);
    await route.postMany(ALIKE + 1, OTHERWISE - 500, EACH + 1n);
    await app.deliver(...route.file(lines, { over: { identity: 'A' } }));
    await app.settle();
    expect(await route.day()).toMatchObject({
      received: { count: LINES, total: { value: LINES * Number(EACH) } },
      matched: { count: ALIKE },
      breaks: { byKind: { MISSING_IN_LEDGER: 6_500, AMOUNT_MISMATCH: 1_500 } },
    });
    expect(await route.audit()).toEqual([]);

    await route.postMany(OTHERWISE - 499, OTHERWISE, EACH + 1n);
    await app.deliver(...route.file(lines, { over: { identity: 'A' } }));
    await app.settle();
    expect(await route.day()).toMatchObject({
      matched: { count: ALIKE },
      breaks: {
        byKind: { MISSING_IN_LEDGER: 6_000, AMOUNT_MISMATCH: 2_000 },
        difference: { value: 6_000 * Number(EACH) - 2_000 },
      },
      files: [{ status: 'complete' }, { status: 'duplicate' }],
    });
    expect(await route.audit()).toEqual([]);
  }, 60_000);
});
