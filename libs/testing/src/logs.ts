import { Writable } from 'node:stream';
import { createLogger, type Logger } from '@cauce/observability';

/** A logger that says nothing. */
export function silentLogger(): Logger {
  return createLogger({ service: 'test', level: 'silent' });
}

/** One line of a log, parsed. */
export type LogLine = Record<string, unknown> & { level: string; msg: string };

/** A logger that keeps what it is told: `lines` parsed, `text` as it would be written. */
export function captureLogger(service = 'test'): {
  logger: Logger;
  readonly lines: readonly LogLine[];
  readonly text: string;
} {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  return {
    logger: createLogger({ service, level: 'trace', destination }),
    get lines() {
      return written.map((line) => JSON.parse(line) as LogLine);
    },
    get text() {
      return written.join('');
    },
  };
}
