import { pino } from 'pino';

/** A structured logger: the message is a constant lower-case phrase, facts are fields. */
export type Logger = pino.Logger;

/** Fields that never reach a log, wherever an object carries them: the second net behind allow-listed fields. */
const SECRET_FIELDS = [
  'authorization',
  'apiKey',
  'operatorKey',
  'privateKey',
  'publicKey',
  'pKey',
  'secret',
  'password',
  'token',
  'payer',
  'document',
  'documento',
  'email',
  'phone',
  'celular',
  'nombres',
  'apellidos',
  'sealedPayer',
];

/** How deep an object is searched for {@link SECRET_FIELDS}. */
const DEPTH = 4;

const PATHS = SECRET_FIELDS.flatMap((field) =>
  Array.from({ length: DEPTH }, (_, depth) => `${'*.'.repeat(depth)}${field}`),
);

/**
 * Makes the logger of a process or service.
 *
 * @param options `level` of pino or `silent`; `destination` for tests
 */
export function createLogger(options: {
  service: string;
  level: string;
  destination?: pino.DestinationStream;
}): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: PATHS, censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
