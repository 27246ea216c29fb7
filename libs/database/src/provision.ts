import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { START_WITHIN_MS } from './connection-options.js';
import { codeOf } from './error-code.js';
import { isTransient } from './database-errors.js';
import type { ServiceNames } from './service-names.js';

/** Roles are the cluster's, so that services and test databases meet while making them. */
const ATTEMPTS = 20;
const RETRY_MS = 50;
const MAX_WAIT_FOR_SERVER_MS = 10_000;

/** The login may not make what the service needs; the message has the SQL for an administrator. */
export class MissingRightsError extends Error {
  constructor(names: ServiceNames, login: string, cause: unknown) {
    super(
      `the database user ${login} may not set up the schema of ${names.service}. An administrator must run in this database:\n${administratorSql(names, login)}`,
      { cause },
    );
    this.name = 'MissingRightsError';
  }
}

/** What an administrator runs once for a login that may not create roles. */
export function administratorSql(names: ServiceNames, login: string): string {
  const user = pg.escapeIdentifier(login);
  return [
    `create role ${names.ownerRole} nologin;`,
    `create role ${names.appRole} nologin;`,
    `grant ${names.ownerRole}, ${names.appRole} to ${user};`,
    `create schema ${names.schema} authorization ${names.ownerRole};`,
  ].join('\n');
}

interface Found {
  readonly login: string;
  readonly hasOwnerRole: boolean;
  readonly hasAppRole: boolean;
  readonly isOwnerOurs: boolean;
  readonly isAppOurs: boolean;
  readonly isAppTooStrong: boolean;
  readonly schemaOwner: string | null;
  readonly isGranted: boolean;
}

/**
 * Makes schema, roles and grants of a service as far as they are missing, then runs `then` while still
 * holding the lock that keeps a second process from doing the same.
 *
 * @throws MissingRightsError when something is missing and the login may not make it
 */
export async function provision(
  url: string,
  names: ServiceNames,
  then: () => Promise<void>,
): Promise<void> {
  const client = await connectForProvisioning(url, names);
  try {
    await client.query("select pg_advisory_lock(hashtext('cauce'), hashtext($1))", [names.schema]);
    await makeMissing(client, names);
    await then();
  } finally {
    await client.end();
  }
}

async function connectForProvisioning(url: string, names: ServiceNames): Promise<pg.Client> {
  const giveUpAt = performance.now() + MAX_WAIT_FOR_SERVER_MS;
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      application_name: `cauce ${names.service} set-up`,
      connectionTimeoutMillis: START_WITHIN_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const isStarting = codeOf(error) === '57P03';
      if (!isStarting || performance.now() > giveUpAt) throw error;
      await delay(RETRY_MS);
    }
  }
}

async function makeMissing(client: pg.Client, names: ServiceNames): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const found = await look(client, names);
    if (found.isAppTooStrong) {
      throw new Error(
        `the role ${names.appRole} must be neither superuser nor bypass row security`,
      );
    }
    const [statement] = missingStatements(names, found);
    if (statement === undefined) return;
    try {
      await client.query(statement);
    } catch (error) {
      if (codeOf(error) === '42501') throw new MissingRightsError(names, found.login, error);
      if (attempt >= ATTEMPTS || !isRace(error)) throw error;
      await delay(RETRY_MS * Math.random());
    } finally {
      await client.query('reset role');
    }
  }
}

/** Someone else made or changed the same thing at the same moment. */
function isRace(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '42710' || code === '23505' || code === '42P06') return true;
  return /tuple concurrently (updated|deleted)/.test(String(error)) || isTransient(error);
}

async function look(client: pg.Client, names: ServiceNames): Promise<Found> {
  const { rows } = await client.query<Found>(LOOK, [names.ownerRole, names.appRole, names.schema]);
  const [found] = rows;
  if (found === undefined) throw new Error('the catalogue of the database gave no answer');
  return found;
}

/** `SET` tells from version 16 on whether a member may take the role on; before, every member may. */
const LOOK = `
  with role as (
    select rolname, oid, rolsuper or rolbypassrls as is_strong,
           pg_has_role(session_user, oid,
             case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as is_ours
      from pg_roles where rolname in ($1, $2)
  )
  select session_user as login,
         exists (select from role where rolname = $1) as "hasOwnerRole",
         exists (select from role where rolname = $2) as "hasAppRole",
         coalesce((select is_ours from role where rolname = $1), false) as "isOwnerOurs",
         coalesce((select is_ours from role where rolname = $2), false) as "isAppOurs",
         coalesce((select is_strong from role where rolname = $2), false) as "isAppTooStrong",
         (select nspowner::regrole::text from pg_namespace where nspname = $3) as "schemaOwner",
         exists (select from pg_default_acl d
                   join pg_namespace n on n.oid = d.defaclnamespace and n.nspname = $3
                   join role on role.rolname = $1 and role.oid = d.defaclrole
                  where d.defaclobjtype = 'S') as "isGranted"`;

/** In the order in which they must run; each is one round of looking and doing. */
function missingStatements(names: ServiceNames, found: Found): string[] {
  const { ownerRole, appRole, schema } = names;
  const user = pg.escapeIdentifier(found.login);
  const attributes = 'nologin nosuperuser nocreatedb nocreaterole nobypassrls';
  const statements = [
    found.hasOwnerRole ? null : `create role ${ownerRole} ${attributes}`,
    found.hasAppRole ? null : `create role ${appRole} ${attributes}`,
    found.isOwnerOurs ? null : `grant ${ownerRole} to ${user}`,
    found.isAppOurs ? null : `grant ${appRole} to ${user}`,
    found.schemaOwner !== null ? null : `create schema ${schema} authorization ${ownerRole}`,
    found.isGranted ? null : grants(names),
  ];
  return statements.filter((statement) => statement !== null);
}

/** As the owner, in one implicit transaction; the default for sequences comes last and marks the whole. */
function grants({ ownerRole, appRole, schema }: ServiceNames): string {
  return `set role ${ownerRole};
    grant usage on schema ${schema} to ${appRole};
    alter default privileges in schema ${schema}
      grant select, insert, update, delete on tables to ${appRole};
    alter default privileges in schema ${schema} grant usage on sequences to ${appRole}`;
}
