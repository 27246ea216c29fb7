import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.js';
import type { ContractWorld } from './contract-world.js';

/** What a connector must say of its route. */
export function announcementContract({
  connector,
}: Pick<ContractWorld, 'connector'>): ContractCase[] {
  return [
    {
      name: 'is named after its rail and protocol, and its limits and lives make sense',
      run: async () => {
        const { route, rail, protocol, limits, expiry } = connector;
        assert.equal(route, `${rail}.${protocol}`);
        assert.match(route, /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/);
        const { minimum, maximum, step } = limits;
        assert.ok(0n < step.minor && step.minor <= minimum.minor);
        assert.ok(minimum.minor <= maximum.minor && minimum.currency === maximum.currency);
        assert.equal(minimum.minor % step.minor, 0n);
        assert.equal(maximum.minor % step.minor, 0n);
        assert.ok(0 < expiry.minimumMs && expiry.minimumMs <= expiry.defaultMs);
        assert.ok(expiry.defaultMs <= expiry.maximumMs);
        assert.ok(connector.issueTimeoutMs > 0 && connector.visibilityHorizonMs >= 0);
      },
    },
  ];
}
