import { parseArgs } from 'node:util';
import { ConfigError, environment } from '@cauce/config';
import { runDemo } from './demo/run-demo.js';
import { runDlqList, runDlqReplay, runDlqShow, UsageError } from './run-dead-letters.js';
import { runServe, runStart } from './run-start.js';
import { runTopicsApply, runTopicsCheck } from './run-topics.js';
import { SERVICE_NAMES } from './services.js';
import { runLedgerVerify } from './run-ledger-verify.js';
import { VERSION } from './version.js';

const HELP = `Cauce ${VERSION}: payments at Colombian counters and banks, routed and accounted for.

Usage: npm run cauce -- <command>

  start           run every service in this process (npm start does the same)
  serve <name>    run one service alone, over Kafka: ${SERVICE_NAMES.join(', ')}
  demo            tell the main job as one story, against a running Cauce or one started for it;
                  ends with 0 only if every step held
  topics check    compare the topics at Kafka with what services need; 1 when they differ
  topics apply    make them as needed; nothing is deleted
  dlq list        show the messages that services gave up on; \`dlq list <service>\` of one
  dlq show        show one whole: dlq show <service> <id>
  dlq replay      have one tried again: dlq replay <service> <id>
  ledger verify   check every invariant of the ledger and print what was found
  help            this text
  version         the version

Configuration is read from environment variables; docs/generated/configuration.md lists them.
`;

type Command = (
  env: ReturnType<typeof environment>,
  args: readonly string[],
) => Promise<number | null>;

/** Commands by name. Null means: keep running until a signal ends it. */
const COMMANDS: Record<string, Command> = {
  start: runStart,
  ...Object.fromEntries(SERVICE_NAMES.map((name) => [`serve ${name}`, runServe(name)])),
  demo: runDemo,
  'topics check': runTopicsCheck,
  'topics apply': runTopicsApply,
  'dlq list': runDlqList,
  'dlq show': runDlqShow,
  'dlq replay': runDlqReplay,
  'ledger verify': runLedgerVerify,
  help: async () => print(HELP),
  version: async () => print(`${VERSION}\n`),
};

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } },
  });
  const asked = values.help
    ? 'help'
    : values.version
      ? 'version'
      : positionals.join(' ') || 'start';
  const found = findCommand(asked);
  if (found === null) {
    process.stderr.write(`cauce: there is no command "${asked}".\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  try {
    const code = await found.command(environment(), found.args);
    if (code !== null) process.exitCode = code;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`cauce: ${error.message}.\n`);
      process.exitCode = 2;
      return;
    }
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

/** Only commands of the dead-letter family take more words than their name. */
function findCommand(asked: string): { command: Command; args: readonly string[] } | null {
  const exact = COMMANDS[asked];
  if (exact !== undefined) return { command: exact, args: [] };
  const [family, verb, ...args] = asked.split(' ');
  const command = family === 'dlq' ? COMMANDS[`${family} ${verb}`] : undefined;
  return command === undefined ? null : { command, args };
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    return `The configuration is wrong:\n${error.problems.map((one) => `  ${one}`).join('\n')}`;
  }
  if (isPortInUse(error)) {
    return `Port ${error.port} is in use. Stop what listens there, or choose another port: CAUCE_HTTP_PORT, CAUCE_SANDBOX_PORT.`;
  }
  return `Cauce could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function isPortInUse(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

await main();
