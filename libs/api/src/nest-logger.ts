import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@cauce/observability';

/** Passes Nest's own words to our log: its start-up chatter as debug, its complaints as they are. */
export function nestLogger(logger: Logger): LoggerService {
  const at =
    (level: 'debug' | 'warn' | 'error') =>
    (message: unknown, ...rest: unknown[]) => {
      const text = message instanceof Error ? message.message : String(message);
      // Nest gives the name of who speaks last, after a stack where there is one.
      logger[level]({ context: rest.at(-1), text }, 'nest');
    };
  return {
    log: at('debug'),
    debug: at('debug'),
    verbose: at('debug'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('error'),
  };
}
