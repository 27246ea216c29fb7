/** What a readiness check found: `ok`, or why not. */
export interface Readiness {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** A check that takes longer counts as failed. */
const CHECK_WITHIN_MS = 2_000;

/** Whether the process can do its work, by named checks of what it depends on. */
export class Health {
  private readonly checks = new Map<string, () => Promise<void>>();
  private isDraining = false;

  /** Adds a check; it fails by throwing. */
  register(name: string, check: () => Promise<void>): void {
    this.checks.set(name, check);
  }

  /** Turns readiness off for good: the process is about to stop and takes nothing new. */
  drain(): void {
    this.isDraining = true;
  }

  /** Runs every check at once. */
  async ready(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await outcomeOf(check)] as const),
    );
    if (this.isDraining) results.push(['process', 'stopping']);
    return {
      ok: results.every(([, outcome]) => outcome === 'ok'),
      checks: Object.fromEntries(results),
    };
  }
}

async function outcomeOf(check: () => Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), CHECK_WITHIN_MS);
  });
  const checked = check().then(
    () => 'ok',
    (error: unknown) => (error instanceof Error ? error.message : 'failed'),
  );
  try {
    return await Promise.race([checked, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}
