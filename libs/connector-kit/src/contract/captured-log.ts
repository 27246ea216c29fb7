import { AsyncLocalStorage } from 'node:async_hooks';
import { createLogger } from '@cauce/observability';

const STREAMS = [process.stdout, process.stderr] as const;
const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** Whose work it is that prints; nothing outside of a connector's own call. */
const speaker = new AsyncLocalStorage<CapturedLog>();

/**
 * Everything that would stand in the log of a service: what the kit writes, and what a connector prints itself.
 * A connector has no logger, so that it counts what comes to the console and the streams of the process out of
 * its own call and out of what that awaits. A pretend provider that logs its requests is no part of it, also in
 * the same process, and neither is what a connector prints once the call is over, or out of events that others
 * cause, such as those of a pool of connections that it opened earlier.
 */
export class CapturedLog {
  readonly lines: string[] = [];
  private readonly logger = createLogger({
    service: 'contract',
    level: 'trace',
    destination: { write: (line: string) => void this.lines.push(line) },
  });

  /** Does something that may fail, and logs the failure as the kit logs what it did not expect. */
  async attempt(operation: string, work: () => unknown): Promise<void> {
    const restore = this.listen();
    try {
      await speaker.run(this, async () => work());
    } catch (error) {
      this.logger.error({ err: error, operation }, 'connector failed unexpectedly');
    } finally {
      restore();
    }
  }

  /** @returns what gives the process its streams and console back */
  private listen(): () => void {
    const isOwn = () => speaker.getStore() === this;
    const take = (...values: readonly unknown[]) => void this.lines.push(values.map(String).join());
    const restores = [
      ...STREAMS.map((stream) => {
        const { write } = stream;
        stream.write = (chunk: Uint8Array | string, ...more: readonly unknown[]) => {
          if (!isOwn()) return Reflect.apply(write, stream, [chunk, ...more]) as boolean;
          take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
          return true;
        };
        return () => void (stream.write = write);
      }),
      ...METHODS.map((method) => {
        const { [method]: print } = console;
        console[method] = (...values: readonly unknown[]) =>
          isOwn() ? take(...values) : Reflect.apply(print, console, values);
        return () => void (console[method] = print);
      }),
    ];
    return () => restores.forEach((restore) => restore());
  }
}
