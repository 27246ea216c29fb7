/** The part of Jest that is needed; this package is also loaded outside of it. */
interface Describe {
  (name: string, body: () => void): void;
  skip(name: string, body: () => void): void;
}
declare const describe: Describe;
declare const it: (name: string, body: () => void) => void;

/**
 * `describe` for suites that need a tool of the system. Where it is missing they are skipped aloud; where `CI` is
 * `true` that is a failure, since nobody reads the words there.
 *
 * @param missing what is missing and the command that installs it; null where nothing is
 */
export function describeUnless(missing: string | null, name: string, body: () => void): void {
  if (missing === null) return describe(name, body);
  if (process.env['CI'] !== 'true') {
    process.stderr.write(`\n  SKIPPED: ${name}\n  ${missing}\n\n`);
    return describe.skip(name, body);
  }
  describe(name, () => {
    it('finds what it needs on this machine', () => {
      throw new Error(missing);
    });
  });
}
