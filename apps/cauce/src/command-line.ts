import { parseArgs } from 'node:util';
import { ConfigError, type Environment } from '@cauce/config';
import { InUseError, MissingRightsError } from '@cauce/database';
import { CommandRefused, UsageError, type Command, type Output } from './command.js';
import { VERSION } from './version.js';

/** Columns of the help: names, then summaries. */
const NAME_WIDTH = 15;

const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT'];

export interface CommandLine {
  readonly commands: Readonly<Record<string, Command>>;
  readonly env: Environment;
  readonly out: Output;
  readonly err: Output;
}

/**
 * Runs the command that a command line names; with none it is `start`.
 *
 * @param argv - words behind the program's name
 * @returns the exit code: 0 done, 1 it failed or was refused, 2 the command line is wrong; null: it runs on
 */
export async function runCommandLine(
  argv: readonly string[],
  line: CommandLine,
): Promise<number | null> {
  const { commands, out, err } = line;
  const [first = 'start'] = argv;
  if (['help', '--help', '-h'].includes(first)) return print(out, helpOf(commands), 0);
  if (['version', '--version', '-v'].includes(first)) return print(out, `${VERSION}\n`, 0);
  const name = nameIn(argv.length === 0 ? [first] : argv, commands);
  const command = name === null ? undefined : commands[name];
  if (name === null || command === undefined) return unknownCommand(argv, line);
  try {
    return await runNamed(name, command, argv.slice(name.split(' ').length), line);
  } catch (error) {
    if (!(error instanceof UsageError)) return print(err, `${explain(error)}\n`, 1);
    return print(err, `cauce ${name}: ${error.message}.\n\n${usageOf(name, command)}`, 2);
  }
}

async function runNamed(
  name: string,
  command: Command,
  words: readonly string[],
  { env, out }: CommandLine,
): Promise<number | null> {
  const { positionals: args, values } = parsed(command, words);
  if (values['help'] === true) return print(out, usageOf(name, command), 0);
  if (command.usage === undefined && args.length > 0) {
    throw new UsageError(`it takes nothing, and there is "${args.join(' ')}"`);
  }
  return command.run(env, { args, options: values, out });
}

function parsed(command: Command, words: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
    });
    return { positionals, values: values as Record<string, string | boolean | undefined> };
  } catch (error) {
    const [reason = ''] = String((error as Error).message).split('. ');
    throw new UsageError(reason.charAt(0).toLowerCase() + reason.slice(1));
  }
}

/** The longest beginning of the words that is a command. */
function nameIn(argv: readonly string[], commands: CommandLine['commands']): string | null {
  const names = Object.keys(commands).filter((name) => {
    const words = name.split(' ');
    return words.every((word, at) => argv[at] === word);
  });
  return names.sort((a, b) => b.length - a.length)[0] ?? null;
}

function unknownCommand(argv: readonly string[], { commands, out, err }: CommandLine): number {
  const [first = ''] = argv;
  const family = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
  if (family.length === 0) {
    return print(err, `cauce: there is no command "${argv.join(' ')}".\n\n${helpOf(commands)}`, 2);
  }
  const usages = family.map((name) => usageOf(name, commands[name])).join('\n');
  if (argv.slice(1).some((word) => ['--help', '-h'].includes(word))) return print(out, usages, 0);
  return print(err, `cauce ${first}: say which: ${family.join(', ')}.\n\n${usages}`, 2);
}

function helpOf(commands: CommandLine['commands']): string {
  const all = { ...commands, help: { summary: 'this text' }, version: { summary: 'the version' } };
  const lines = Object.entries(all).map(([name, { summary }]) => {
    const indented = summary.replaceAll('\n', `\n${' '.repeat(NAME_WIDTH + 3)}`);
    return `  ${name.padEnd(NAME_WIDTH)} ${indented}\n`;
  });
  return `Cauce ${VERSION}: payments at Colombian counters and banks, routed and accounted for.

Usage: npm run cauce -- <command>

${lines.join('')}
\`npm run cauce -- <command> --help\` tells what may stand behind a command.
Configuration is read from environment variables; docs/generated/configuration.md lists them.
`;
}

function usageOf(name: string, command: Command | undefined): string {
  return `Usage: npm run cauce -- ${name} ${command?.usage ?? ''}`.trimEnd() + '\n';
}

/** What a failure means to whoever typed the command; a stack only where nobody foresaw it. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    return `The configuration is wrong:\n${error.problems.map((one) => `  ${one}`).join('\n')}`;
  }
  if (error instanceof CommandRefused) return error.message;
  if (error instanceof InUseError || error instanceof MissingRightsError) {
    return `Cauce could not go on: ${error.message}`;
  }
  const { code, port, message } = factsOf(error);
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use. Stop what listens there, or choose another port: CAUCE_HTTP_PORT, CAUCE_SANDBOX_PORT.`;
  }
  if (code !== undefined && UNREACHABLE.includes(code)) {
    const variable = isOfKafka(error) ? 'CAUCE_KAFKA_BROKERS' : 'CAUCE_DATABASE_URL';
    return `Cauce could not connect: ${message}. Does the server of ${variable} run?`;
  }
  return `Cauce could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

interface ErrorFacts {
  readonly name?: string;
  readonly code?: string;
  readonly port?: number;
  readonly message?: string;
  readonly cause?: unknown;
}

/** By shape, as errors of the system also come from other realms: the first with a code, or the error itself. */
function factsOf(error: unknown): ErrorFacts {
  const own: ErrorFacts = typeof error === 'object' && error !== null ? error : {};
  if (own.code !== undefined || own.cause === undefined) return own;
  const cause = factsOf(own.cause);
  return cause.code === undefined ? own : cause;
}

function isOfKafka(error: unknown): boolean {
  return factsOf(error).name?.startsWith('KafkaJS') === true;
}

function print(to: Output, text: string, code: number): number {
  to.write(text);
  return code;
}
