import { redactText } from './redact.js';

/** What a readiness check found: `ok`, or why not. */
export interface Readiness {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** A check that takes longer counts as failed: whoever asks has a time-out of its own. */
const CHECK_WITHIN_MS = 2_000;

/** Reasons are for people; a readiness page is no place for a stack. */
const MAX_REASON_LENGTH = 200;

/** Whether the process can do its work, by named checks of what it depends on. */
export class Health {
  private readonly checks = new Map<string, () => Promise<void>>();
  private isDraining = false;

  /** Adds a check; it fails by throwing. */
  register(name: string, check: () => Promise<void>): void {
    if (this.checks.has(name)) throw new Error(`there is a health check ${name} already`);
    this.checks.set(name, check);
  }

  /** Turns readiness off for good: the process is about to stop and takes nothing new. */
  drain(): void {
    this.isDraining = true;
  }

  /** Runs every check at once; never throws, and takes no longer than the slowest check may. */
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
  try {
    return await Promise.race([answerOf(check), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf(check: () => Promise<void>): Promise<string> {
  try {
    await check();
    return 'ok';
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const reason = redactText(line).slice(0, MAX_REASON_LENGTH).trim();
  return reason === '' || reason === 'ok' ? 'failed' : reason;
}
