/** What a person can act on: printed without a stack. */
export class Problem extends Error {
  /** @param {string} message @param {number} exitCode 3 when Java or Maven is missing, else 1 */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
