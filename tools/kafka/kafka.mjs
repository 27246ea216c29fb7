// `npm run kafka -- <command>`: Apache Kafka on this machine, for tests and for trying by hand. It uses
// nothing but Node (20 or later), Java and Maven.
import { parseArgs } from 'node:util';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrapOf, kill, pause, restart, start, status, stop } from './cluster.mjs';
import { prepare } from './prepare.mjs';
import { Problem } from '../problem.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const HELP = `Usage: npm run kafka -- <command> [options]

  start           starts one broker, or three; says so when they run already
  stop            stops them; the data stays, unless --remove
  status          says which broker runs where
  kill <n>…       ends brokers by SIGKILL
  restart <n>…    starts brokers again on their data and ports
  pause <n>…      freezes brokers (SIGSTOP)
  resume <n>…     lets them run on (SIGCONT)
  prepare         downloads what a start needs, and starts nothing

  --brokers 1|3   with start; 1 by default, and fixed for a data folder
  --port <n>      with start: of the first broker; the next ones follow, then the controllers'.
                  0 finds free ones. 9092 by default, or what the data folder had
  --data <dir>    the folder of the cluster; .cache/kafka/data by default
  --owner <pid>   with start: ends the cluster and removes its data when that process has ended;
                  of several, when the first has
  --remove        with stop: removes the data folder
  --now           with stop: by SIGKILL
  --install       with start and prepare: installs Java and Maven where nobody needs to be asked
                  (as root on Debian and its kin)
  --json          prints one line of JSON; { "problem": … } when it fails

Exit codes: 0 done, 1 failed, 2 misused, 3 Java or Maven is missing.`;

const OPTIONS = {
  brokers: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  owner: { type: 'string', multiple: true, default: [] },
  remove: { type: 'boolean', default: false },
  now: { type: 'boolean', default: false },
  install: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

class Misuse extends Problem {
  constructor(message) {
    super(`${message}\nnpm run kafka -- --help says more.`, 2);
  }
}

/** Each takes the folder, the options and the node numbers, and returns facts and a text of them. */
const COMMANDS = {
  start: async (data, options) => {
    const cluster = await start(data, {
      brokers: oneOf(options.brokers, '--brokers', [1, 3]),
      port: whole(options.port, '--port', 0, 65_500),
      owners: options.owner.map((text) => whole(text, '--owner', 1)),
      mayInstall: options.install,
    });
    const bootstrap = bootstrapOf(cluster);
    return [
      { bootstrap, nodes: cluster.nodes },
      `Kafka is ready on ${bootstrap}\n\nexport CAUCE_KAFKA_BROKERS=${bootstrap}`,
    ];
  },
  stop: async (data, { remove, now }) => {
    const stopped = await stop(data, { remove, isSudden: now });
    return [{ stopped }, stopped === 0 ? 'No broker ran.' : `Stopped ${stopped}.`];
  },
  status: async (data) => {
    const found = status(data);
    if (found === null) return [{ nodes: [] }, `There is no cluster in ${data}.`];
    const lines = found.nodes.map(
      ({ id, port, state, pid }) =>
        `broker ${id}  127.0.0.1:${port}  ${state}${pid === undefined ? '' : `  pid ${pid}`}`,
    );
    return [found, lines.join('\n')];
  },
  kill: async (data, _, ids) => [{}, told(ids, 'killed', await kill(data, ids))],
  restart: async (data, _, ids) => [{}, told(ids, 'ready again', await restart(data, ids))],
  pause: async (data, _, ids) => [{}, told(ids, 'paused', pause(data, ids, true))],
  resume: async (data, _, ids) => [{}, told(ids, 'running on', pause(data, ids, false))],
  prepare: async (_, { install }) => {
    await prepare({ mayInstall: install });
    return [{}, 'All that a start needs is here.'];
  },
};
const TAKE_NODES = ['kill', 'restart', 'pause', 'resume'];

function told(ids, what) {
  return `Broker ${ids.join(', ')}: ${what}.`;
}

function whole(text, name, least, most = Number.MAX_SAFE_INTEGER) {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new Misuse(`${name} is not a number that can be used: ${text}`);
}

function oneOf(text, name, values) {
  const value = whole(text, name, 0);
  if (value === undefined || values.includes(value)) return value;
  throw new Misuse(`${name} is one of ${values.join(', ')}, not ${text}`);
}

function parse() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Misuse(error.message);
  }
}

async function main() {
  const { values, positionals } = parse();
  const [name, ...rest] = positionals;
  if (values.help || name === 'help') return console.log(HELP);
  if (process.platform === 'win32') throw new Problem('This needs Linux or macOS (or WSL).');
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command === undefined) throw new Misuse(`There is no command ${name ?? '(none given)'}.`);
  const takesNodes = TAKE_NODES.includes(name);
  const ids = rest.map((text) => whole(text, 'the broker', 1));
  if (takesNodes !== ids.length > 0) {
    throw new Misuse(takesNodes ? `${name} which broker?` : `${name} takes no ${rest.join(' ')}.`);
  }
  const data = resolve(values.data ?? join(root, '.cache', 'kafka', 'data'));
  const [facts, text] = await command(data, values, ids);
  console.log(values.json ? JSON.stringify(facts) : text);
}

try {
  await main();
} catch (problem) {
  if (!(problem instanceof Problem)) throw problem;
  if (process.argv.includes('--json')) console.log(JSON.stringify({ problem: problem.message }));
  else console.error(problem.message);
  process.exitCode = problem.exitCode;
}
