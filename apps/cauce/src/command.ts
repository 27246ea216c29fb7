import type { ParseArgsConfig } from 'node:util';
import type { Environment } from '@cauce/config';

/** Somewhere to print to. */
export interface Output {
  write(text: string): unknown;
}

/** What stood behind a command's name. */
export interface CommandCall {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly out: Output;
}

/** One command of the command line. */
export interface Command {
  /** What it is for, in one line of the help, or two. */
  readonly summary: string;
  /** What may stand behind the name; a command without it takes nothing. */
  readonly usage?: string;
  readonly options?: ParseArgsConfig['options'];
  /** @returns the exit code, or null to keep running until a signal ends it */
  run(env: Environment, call: CommandCall): Promise<number | null>;
}

/** The command line is wrong: exit code 2, with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command line is right and what it asks for cannot be done: exit code 1. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}
