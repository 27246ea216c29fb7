import { Database, EmbeddedPostgres } from '@cauce/database';
import { createLogger } from '@cauce/observability';
import { join } from 'node:path';
import { SERVICE_NAMES, SERVICES, type ServiceName } from './services.js';
import { readPlace, type Environment } from './settings.js';

/** Letters that one listing shows. */
const LISTED = 100;

interface Letter {
  readonly id: string;
  readonly topic: string;
  readonly partition: number | null;
  readonly offset: string | null;
  readonly key: string;
  readonly reason: string;
  readonly attempts: number;
  readonly error: string;
  readonly diedAt: Date;
  readonly replayAskedAt: Date | null;
  readonly message: unknown;
}

const COLUMNS = `id::text as id, topic, partition, log_offset::text as "offset", key, reason, attempts,
  error, died_at as "diedAt", replay_asked_at as "replayAskedAt", message`;

/** `cauce dlq list [service]`: the messages that consumers gave up on, oldest first. */
export async function runDlqList(
  env: Environment,
  [service, ...more]: readonly string[],
): Promise<number> {
  const services = service === undefined ? SERVICE_NAMES : [serviceOf(service)];
  if (more.length > 0) throw new UsageError('dlq list takes one service or none');
  let found = 0;
  for (const name of services) {
    const letters = await inDatabase(env, name, (database) =>
      database.reads.query<Letter>(
        `select ${COLUMNS} from dead_letter order by id limit ${LISTED}`,
      ),
    );
    found += letters.length;
    for (const letter of letters) print(lineOf(name, letter));
    if (letters.length === LISTED) print(`${name}: only the first ${LISTED} are shown`);
  }
  if (found === 0) print('There are no dead letters.');
  return 0;
}

/** `cauce dlq show <service> <id>`: one dead letter, whole. */
export async function runDlqShow(env: Environment, args: readonly string[]): Promise<number> {
  const { service, id } = letterOf(args, 'show');
  const [letter] = await inDatabase(env, service, (database) =>
    database.reads.query<Letter>(`select ${COLUMNS} from dead_letter where id = $1`, [id]),
  );
  if (letter === undefined) throw new UsageError(`${service} has no dead letter ${id}`);
  print(JSON.stringify({ service, ...letter }, null, 2));
  return 0;
}

/** `cauce dlq replay <service> <id>`: asks the service to try a dead letter again. */
export async function runDlqReplay(env: Environment, args: readonly string[]): Promise<number> {
  const { service, id } = letterOf(args, 'replay');
  const asked = await inDatabase(env, service, (database) =>
    database.reads.execute('update dead_letter set replay_asked_at = now() where id = $1', [id]),
  );
  if (asked === 0) throw new UsageError(`${service} has no dead letter ${id}`);
  print(
    `Asked. A running ${service} tries it within seconds, and a stopped one when it starts; it is gone from \`dlq list\` when it was applied.`,
  );
  return 0;
}

/** The command was used in a way that it does not know. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function lineOf(service: string, letter: Letter): string {
  const place = letter.offset === null ? '' : ` at ${letter.partition}:${letter.offset}`;
  const [error = ''] = letter.error.split('\n');
  const asked = letter.replayAskedAt === null ? '' : ', replay asked for';
  const when = letter.diedAt.toISOString();
  return `${service} ${letter.id}  ${when}  ${letter.topic}${place}  ${letter.key}  ${letter.reason} after ${letter.attempts}${asked}: ${error}`;
}

function serviceOf(name: string): ServiceName {
  const found = SERVICE_NAMES.find((one) => one === name);
  if (found !== undefined) return found;
  throw new UsageError(`there is no service ${name}; they are ${SERVICE_NAMES.join(', ')}`);
}

function letterOf([service, id, ...more]: readonly string[], what: string) {
  if (service === undefined || id === undefined || more.length > 0 || !/^\d{1,18}$/.test(id)) {
    throw new UsageError(`use: cauce dlq ${what} <service> <id>; \`dlq list\` shows both`);
  }
  return { service: serviceOf(service), id };
}

async function inDatabase<T>(
  env: Environment,
  service: ServiceName,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { databaseUrl, dataDir } = readPlace(env);
  const logger = createLogger({ service: 'cauce', level: 'error' });
  const embedded =
    databaseUrl === undefined
      ? await EmbeddedPostgres.start({ dataDir: join(dataDir, 'postgres'), logger })
      : null;
  try {
    const url = databaseUrl ?? embedded?.url ?? '';
    const { storage } = SERVICES[service];
    const database = await Database.open({ url, ...storage, service, logger, poolSize: 1 });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
