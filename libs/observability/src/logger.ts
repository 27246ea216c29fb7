import { pino } from 'pino';
import { redactFields, redactText } from './redact.js';
import { currentStep, traceIdOf } from './trace.js';

/** A structured logger: the message is a constant lower-case phrase, facts are fields. */
export type Logger = pino.Logger;

export interface LoggerOptions {
  /** Name of the process or service, in every line. */
  readonly service: string;
  /** A level of pino, or `silent`. */
  readonly level: string;
  /** Where lines go instead of standard output. */
  readonly destination?: pino.DestinationStream;
}

/**
 * Makes the logger of a process: one JSON object a line, times in ISO-8601 UTC, and no secret or personal
 * value, whether it comes as a field, inside an error, or in a text. Lines of a trace have its `traceId`.
 */
export function createLogger(options: LoggerOptions): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => ({ ...traceFields(), ...orNothing(fields) }),
      bindings: orNothing,
    },
    // Pino has a serializer of its own for `err`, which would run on what is redacted already.
    serializers: { err: asIs, msg: redactMessage },
  };
  const { destination } = options;
  return withRedactedChildren(
    destination === undefined ? pino(settings) : pino(settings, destination),
  );
}

function traceFields(): { traceId?: string } {
  const traceId = traceIdOf(currentStep());
  return traceId === null ? {} : { traceId };
}

/** Pino does not pass the fields of a child through the formatters of its parent. */
function withRedactedChildren(logger: Logger): Logger {
  const child = logger.child;
  logger.child = function (this: Logger, bindings: pino.Bindings, ...options: never[]) {
    return child.call(this, orNothing(bindings), ...options);
  } as typeof child;
  return logger;
}

function asIs(value: unknown): unknown {
  return value;
}

function redactMessage(message: unknown): unknown {
  return typeof message === 'string' ? redactText(message) : '[not a text]';
}

/** A getter that throws must not fail the work that is being logged, nor let anything out unseen. */
function orNothing(fields: object): Record<string, unknown> {
  try {
    return redactFields(fields);
  } catch {
    return { redaction: 'failed' };
  }
}
