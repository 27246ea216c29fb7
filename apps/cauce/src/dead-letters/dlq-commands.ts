import type { Environment } from '@cauce/config';
import { CommandRefused, UsageError, type Command, type CommandCall } from '../command.js';
import { withPostgres, withStore } from '../open-store.js';
import { SERVICE_NAMES, serviceNamed } from '../services.js';
import { askReplay, findDeadLetter, firstDeadLetters, type DeadLetter } from './dead-letters.js';

/** Letters of one service that one listing shows. */
const LISTED = 100;

/** `cauce dlq list [service]` */
export const DLQ_LIST: Command = {
  summary: 'list the messages that services gave up on, oldest first',
  usage: '[service]',
  run: listLetters,
};

/** `cauce dlq show <service> <id>` */
export const DLQ_SHOW: Command = {
  summary: 'print one of them whole',
  usage: '<service> <id>',
  run: showLetter,
};

/** `cauce dlq replay <service> <id>` */
export const DLQ_REPLAY: Command = {
  summary: 'have one tried again, by a service that runs or when it starts',
  usage: '<service> <id>',
  run: replayLetter,
};

async function listLetters(env: Environment, { args, out }: CommandCall): Promise<number> {
  const [service, ...more] = args;
  if (more.length > 0) throw new UsageError('name one service or none');
  const services = service === undefined ? SERVICE_NAMES : [serviceCalled(service)];
  let found = 0;
  await withPostgres(env, async (open) => {
    for (const name of services) {
      const letters = await open({ ...serviceNamed(name).storage, service: name }, (database) =>
        firstDeadLetters(database, LISTED),
      );
      found += letters.length;
      for (const letter of letters) out.write(`${lineOf(name, letter)}\n`);
      if (letters.length === LISTED) out.write(`${name}: only the first ${LISTED} are shown\n`);
    }
  });
  if (found === 0) out.write('There are no dead letters.\n');
  return 0;
}

async function showLetter(env: Environment, { args, out }: CommandCall): Promise<number> {
  const { service, id, storage } = letterNamed(args);
  const letter = await withStore(env, storage, (database) => findDeadLetter(database, id));
  if (letter === null) throw new CommandRefused(`${service} has no dead letter ${id}.`);
  out.write(`${JSON.stringify({ service, ...letter }, null, 2)}\n`);
  return 0;
}

async function replayLetter(env: Environment, { args, out }: CommandCall): Promise<number> {
  const { service, id, storage } = letterNamed(args);
  const isAsked = await withStore(env, storage, (database) => askReplay(database, id));
  if (!isAsked) throw new CommandRefused(`${service} has no dead letter ${id}.`);
  out.write(
    `Asked. A running ${service} tries it within seconds, and a stopped one when it starts; it is gone from \`dlq list\` when it was applied.\n`,
  );
  return 0;
}

function lineOf(service: string, letter: DeadLetter): string {
  const place = letter.offset === null ? '' : ` at ${letter.partition}:${letter.offset}`;
  const [error = ''] = letter.error.split('\n');
  const asked = letter.replayAskedAt === null ? '' : ', replay asked for';
  const when = letter.diedAt.toISOString();
  return `${service} ${letter.id}  ${when}  ${letter.topic}${place}  ${letter.key}  ${letter.reason} after ${letter.attempts}${asked}: ${error}`;
}

function serviceCalled(name: string): string {
  const found = SERVICE_NAMES.find((one) => one === name);
  if (found !== undefined) return found;
  throw new UsageError(`there is no service "${name}"; they are ${SERVICE_NAMES.join(', ')}`);
}

function letterNamed([service, id, ...more]: readonly string[]) {
  if (service === undefined || id === undefined || more.length > 0) {
    throw new UsageError('name a service and a dead letter; `dlq list` shows both');
  }
  if (!/^\d{1,18}$/.test(id)) throw new UsageError(`"${id}" is no id of a dead letter`);
  const name = serviceCalled(service);
  return { service: name, id, storage: { ...serviceNamed(name).storage, service: name } };
}
