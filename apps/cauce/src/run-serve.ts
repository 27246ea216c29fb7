import { UsageError, type Command } from './command.js';
import { runSandbox } from './run-sandbox.js';
import { runService } from './run-start.js';
import { SERVICE_NAMES } from './services.js';

const SANDBOX = 'sandbox';

/** `cauce serve <service>`: one service alone, over Kafka, or the sandbox, until SIGINT or SIGTERM. */
export const SERVE: Command = {
  summary: `run one service alone, over Kafka:\n${SERVICE_NAMES.join(', ')};\nor ${SANDBOX}, the pretend providers`,
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
