import { createLogger, type Logger } from '@cauce/observability';

/** A logger that says nothing. */
export function silentLogger(): Logger {
  return createLogger({ service: 'test', level: 'silent' });
}

/** One line of a log, parsed. */
export type LogLine = Record<string, unknown> & { level: string; msg: string };

/** A logger that keeps what it is told: `lines` parsed, as they come; `text()` as it would be written. */
export function captureLogger(service = 'test'): {
  logger: Logger;
  lines: readonly LogLine[];
  text: () => string;
} {
  const written: string[] = [];
  const lines: LogLine[] = [];
  const destination = {
    write(line: string): void {
      written.push(line);
      lines.push(JSON.parse(line) as LogLine);
    },
  };
  const logger = createLogger({ service, level: 'trace', destination });
  return { logger, lines, text: () => written.join('') };
}
