/** Exit code for what a machine lacks: tests may skip for it. */
export const MISSING = 3;

/** What a person can act on: printed without a stack. */
export class Problem extends Error {
  /** @param {string} message @param {number} exitCode {@link MISSING} when a tool of the system is missing, else 1 */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
