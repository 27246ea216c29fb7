import { configTypes } from '@cauce/config';
import { kafkaConfigSchema } from '@cauce/messaging';
import { z } from 'zod';

/**
 * Variables of the all-in-one process. Each service adds its own; every problem of all of them is
 * reported at once.
 */
export const cauceConfigSchema = kafkaConfigSchema.extend({
  CAUCE_HOST: z.string().default('127.0.0.1').describe('Address that the servers listen on'),
  CAUCE_HTTP_PORT: configTypes.port.default(8080).describe('Port of the HTTP API'),
  CAUCE_SANDBOX_PORT: configTypes.port.default(8090).describe('Port of the sandbox'),
  CAUCE_DATABASE_URL: configTypes.url
    .optional()
    .describe('PostgreSQL to use; without it an embedded one is started under CAUCE_DATA_DIR'),
  CAUCE_DATA_DIR: z
    .string()
    .default('.cauce')
    .describe('Folder of the embedded database and of generated development keys'),
  CAUCE_DEVELOPMENT: configTypes.flag
    .optional()
    .describe(
      'Generate keys and point connectors at the sandbox; the default without CAUCE_DATABASE_URL',
    ),
  CAUCE_SANDBOX: configTypes.flag
    .optional()
    .describe('Run the sandbox in this process; the default in development'),
  CAUCE_SANDBOX_URL: configTypes.url
    .optional()
    .describe('A sandbox that runs elsewhere, for development'),
  CAUCE_PUBLIC_URL: configTypes.url
    .optional()
    .describe('Address under which providers reach this process; their callbacks go there'),
  CAUCE_ENCRYPTION_KEY: configTypes.base64Key32
    .optional()
    .describe('32 bytes in base64: seals payer data and provider exchanges'),
  CAUCE_CONNECTORS: z
    .string()
    .optional()
    .describe('Packages of further connectors, by name, with commas'),
  CAUCE_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged'),
  CAUCE_PG_BIN: z
    .string()
    .optional()
    .describe('Folder of PostgreSQL binaries for the embedded database'),
  CAUCE_FAILPOINT: z
    .string()
    .optional()
    .describe('Tests only: kill this process when it reaches the named point'),
});

export type CauceVariables = z.output<typeof cauceConfigSchema>;

/** Whether keys are generated and connectors point at a sandbox. */
export function isDevelopment(variables: CauceVariables): boolean {
  return variables.CAUCE_DEVELOPMENT ?? variables.CAUCE_DATABASE_URL === undefined;
}

/** Whether this process runs the sandbox itself. */
export function runsSandbox(variables: CauceVariables): boolean {
  if (variables.CAUCE_SANDBOX !== undefined) return variables.CAUCE_SANDBOX;
  return isDevelopment(variables) && variables.CAUCE_SANDBOX_URL === undefined;
}
