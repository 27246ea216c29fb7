import Sequencer from '@jest/test-sequencer';

/**
 * Suites that take more than half a minute, the longest first: one that begins last has a machine to itself at the
 * end. The others are begun by the size of their files, as Jest does where it has not timed them yet.
 */
const LONG = [
  'tools/new-connector/new-connector.it.ts',
  'e2e/random-payments.e2e.ts',
  'libs/database/src/embedded/embedded-postgres.it.ts',
  'e2e/process-killed.e2e.ts',
  'e2e/start-and-demo.e2e.ts',
  'e2e/external-plugin.e2e.ts',
  'e2e/breakers.e2e.ts',
];

/** Begins the long suites first. */
export default class LongFirst extends Sequencer {
  /** @override */
  sort(tests) {
    const sorted = super.sort(tests);
    const placeOf = ({ path }) => {
      const place = LONG.findIndex((name) => path.endsWith(name));
      return place < 0 ? LONG.length : place;
    };
    return [...sorted].sort((one, other) => placeOf(one) - placeOf(other));
  }
}
