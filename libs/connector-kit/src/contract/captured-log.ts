import { createLogger } from '@cauce/observability';

const STREAMS = [process.stdout, process.stderr] as const;
const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** Everything that would stand in the log of a service: what the kit writes, and what a connector prints itself. */
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
      await work();
    } catch (error) {
      this.logger.error({ err: error, operation }, 'connector failed unexpectedly');
    } finally {
      restore();
    }
  }

  /** @returns what gives the process its streams and console back */
  private listen(): () => void {
    const take = (...values: readonly unknown[]) => void this.lines.push(values.map(String).join());
    const restores = [
      ...STREAMS.map((stream) => {
        const { write } = stream;
        stream.write = (chunk: Uint8Array | string) => {
          take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
          return true;
        };
        return () => void (stream.write = write);
      }),
      ...METHODS.map((method) => {
        const { [method]: print } = console;
        console[method] = take;
        return () => void (console[method] = print);
      }),
    ];
    return () => restores.forEach((restore) => restore());
  }
}
