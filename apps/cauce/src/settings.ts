import { resolve } from 'node:path';
import { ConfigError, readConfig, type Environment } from '@cauce/config';
import { readSandboxConfig, type SandboxOptions } from '@cauce/sandbox';
import type { DynamicModule } from '@nestjs/common';
import {
  cauceConfigSchema,
  isDevelopment,
  runsSandbox,
  type CauceVariables,
} from './cauce.config.js';
import {
  developmentKeys,
  developmentSecrets,
  type DevelopmentKeys,
  type DevelopmentSecrets,
} from './development-keys.js';
import { ownAccounts, sandboxAccounts } from './sandbox-accounts.js';
import { PLUGIN_PROBLEMS, SERVICE_NAMES, serviceNamed, type Surroundings } from './services.js';

/** Everything that the process was told, checked. */
export interface Settings {
  readonly variables: CauceVariables;
  readonly dataDir: string;
  readonly publicUrl: string;
  readonly sandboxUrl: string | null;
  readonly runsSandbox: boolean;
  readonly encryptionKey: Buffer;
  readonly development: { keys: DevelopmentKeys; secrets: DevelopmentSecrets } | null;
  /** What the services read: the environment over the defaults of development. */
  readonly environment: Environment;
  /** The services of this process, ready to be mounted. */
  readonly modules: ReadonlyMap<string, (surroundings: Surroundings) => DynamicModule>;
}

/**
 * Reads the whole configuration of a process that runs the given services.
 *
 * @throws ConfigError with every problem of every service at once
 */
export function readSettings(
  env: Environment,
  services: readonly string[] = SERVICE_NAMES,
): Settings {
  const problems: string[] = [...PLUGIN_PROBLEMS];
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return null;
    }
  };
  const variables = attempt(() => readConfig(cauceConfigSchema, env));
  if (variables === null) {
    // Whether development fills in what is missing is not known now; what is set and wrong is.
    const known = problems.length;
    for (const name of services) attempt(() => serviceNamed(name).read(env));
    const wrong = problems.slice(known).filter((one) => isSet(env, one.split(':')[0] ?? ''));
    throw new ConfigError([...problems.slice(0, known), ...new Set(wrong)]);
  }
  if (services.length < SERVICE_NAMES.length) problems.push(...problemsApart(variables));
  const surroundings = surroundingsOf(variables);
  const environment = { ...surroundings.defaults, ...withoutEmpty(env) };
  const modules: [string, (surroundings: Surroundings) => DynamicModule][] = [];
  for (const name of services) {
    const mount = attempt(() => serviceNamed(name).read(environment));
    if (mount !== null) modules.push([name, mount]);
  }
  const encryptionKey = encryptionKeyOf(variables, surroundings.development, problems);
  // Services that share an account have the same to say of it.
  const told = [...new Set(problems)];
  if (told.length > 0 || encryptionKey === null) throw new ConfigError(told);
  return { variables, ...surroundings, encryptionKey, environment, modules: new Map(modules) };
}

/**
 * Reads what a sandbox that runs alone needs; in development its keys are those of the data folder.
 *
 * @throws ConfigError with every problem of one schema at once
 */
export function readSandboxSettings(env: Environment): {
  readonly variables: CauceVariables;
  readonly options: SandboxOptions;
} {
  const variables = readConfig(cauceConfigSchema, { ...env, CAUCE_SANDBOX: 'true' });
  const { defaults, development, publicUrl } = surroundingsOf(variables);
  const config = readSandboxConfig({ ...defaults, ...withoutEmpty(env) });
  if (!config.ok) throw new ConfigError([...config.problems]);
  const own = development === null ? {} : ownAccounts(development.secrets, publicUrl);
  return { variables, options: { ...config.options, ...own } };
}

/** What a service needs to run without the others. */
function problemsApart(variables: CauceVariables): string[] {
  const needed = ['CAUCE_KAFKA_BROKERS', 'CAUCE_DATABASE_URL'] as const;
  return needed
    .filter((name) => variables[name] === undefined)
    .map((name) => `${name}: is required for a service that runs apart from the others`);
}

/** An empty variable counts as unset: it must not hide a default. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => isSet(env, name)));
}

function isSet(env: Environment, name: string): boolean {
  return (env[name] ?? '').trim() !== '';
}

/** Where this machine reaches a server that listens on a host: "every address" is no address to call. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** Addresses and, in development, generated keys; the defaults that follow from them. */
function surroundingsOf(variables: CauceVariables) {
  const dataDir = resolve(variables.CAUCE_DATA_DIR);
  const local = (port: number) => `http://${reachableHost(variables.CAUCE_HOST)}:${port}`;
  const publicUrl = variables.CAUCE_PUBLIC_URL ?? local(variables.CAUCE_HTTP_PORT);
  const isOwnSandbox = runsSandbox(variables);
  const sandboxUrl =
    variables.CAUCE_SANDBOX_URL ?? (isOwnSandbox ? local(variables.CAUCE_SANDBOX_PORT) : null);
  const development = isDevelopment(variables)
    ? { keys: developmentKeys(dataDir), secrets: developmentSecrets(dataDir) }
    : null;
  const accounts =
    development === null || sandboxUrl === null
      ? {}
      : sandboxAccounts(development.secrets, sandboxUrl);
  const defaults: Record<string, string> = { CAUCE_PUBLIC_URL: publicUrl, ...accounts };
  return { dataDir, publicUrl, sandboxUrl, runsSandbox: isOwnSandbox, development, defaults };
}

function encryptionKeyOf(
  variables: CauceVariables,
  development: Settings['development'],
  problems: string[],
): Buffer | null {
  if (variables.CAUCE_ENCRYPTION_KEY !== undefined) return variables.CAUCE_ENCRYPTION_KEY;
  if (development !== null) return Buffer.from(development.secrets.encryptionKey, 'base64');
  problems.push(
    'CAUCE_ENCRYPTION_KEY: is required with CAUCE_DATABASE_URL; make one with `openssl rand -base64 32` and keep it safe',
  );
  return null;
}
