/** Prints a story step by step and remembers whether every step held. */
export class Narrator {
  private steps = 0;
  private failures = 0;

  constructor(private readonly out: { write(text: string): unknown }) {}

  say(text: string): void {
    this.out.write(`${text}\n`);
  }

  chapter(title: string): void {
    this.out.write(`\n${title}\n`);
  }

  /** One claim of the story: what should hold, and what was found. */
  step(claim: string, holds: boolean, found = ''): void {
    this.steps += 1;
    if (!holds) this.failures += 1;
    this.out.write(`  ${holds ? '✓' : '✗'} ${claim}${found === '' ? '' : ` — ${found}`}\n`);
  }

  /** Ends the story. @returns the exit code */
  end(): number {
    const held = this.steps - this.failures;
    this.out.write(`\n${held} of ${this.steps} steps held.\n`);
    return this.failures === 0 ? 0 : 1;
  }
}
