import { UsageError, type Command } from './command.js';
import { runSandbox } from './run-sandbox.js';
import { runService } from './run-start.js';
import { SERVICE_NAMES } from './services.js';

const SANDBOX = 'sandbox';

const NAMES_IN_A_LINE = 4;

/** `cauce serve <service>`: one service alone, over Kafka, or the sandbox, until SIGINT or SIGTERM. */
export const SERVE: Command = {
  summary: `run one service alone, over Kafka:\n${linesOf(SERVICE_NAMES)};\nor ${SANDBOX}, the pretend providers`,
  usage: `<${[...SERVICE_NAMES, SANDBOX].join(' | ')}>`,
  run: async (env, call) => {
    const [asked, ...more] = call.args;
    const name = SERVICE_NAMES.find((one) => one === asked);
    if (more.length > 0 || asked === undefined) throw new UsageError('name one service');
    if (asked === SANDBOX) return runSandbox(env, call);
    if (name === undefined) throw new UsageError(`there is no service "${asked}"`);
    return runService(env, name, call);
  },
};

/** Names, a few in a line. */
function linesOf(names: readonly string[]): string {
  const lines: string[] = [];
  for (let from = 0; from < names.length; from += NAMES_IN_A_LINE) {
    lines.push(names.slice(from, from + NAMES_IN_A_LINE).join(', '));
  }
  return lines.join(',\n');
}
