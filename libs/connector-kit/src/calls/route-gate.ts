import { ConnectorError } from '../connector-error.js';

/** How many operations of one route may run, and how many may wait for one of them to end. */
export interface GateLimits {
  readonly running: number;
  readonly waiting: number;
}

/**
 * Lets a bounded number of operations of one route run at once, in the order in which they came. One that
 * finds no place, or whose time runs out while it waits, has not been sent.
 */
export class RouteGate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limits: GateLimits) {}

  /** @throws ConnectorError busy, deadline_passed; whatever the work throws */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw new ConnectorError('deadline_passed', 'too late to start');
    if (this.running >= this.limits.running) await this.turn(signal);
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  /** Waits until another operation hands its place over. */
  private turn(signal: AbortSignal): Promise<void> {
    const { running, waiting } = this.limits;
    if (this.waiting.length >= waiting) {
      throw new ConnectorError('busy', `${running} operations run and ${waiting} wait`);
    }
    return new Promise((resolve, reject) => {
      const take = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(take), 1);
        reject(new ConnectorError('deadline_passed', 'its time ran out while it waited'));
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(take);
    });
  }
}
