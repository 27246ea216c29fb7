import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pluginProblem, type ConnectorPlugin } from '@cauce/connector-kit';

const SCOPE = join('node_modules', '@cauce');
const CONNECTOR = /^connector-(?!kit$)/;

/** The rails of this process, and why some that were asked for are not among them. */
export interface LoadedPlugins {
  /** By their ports. */
  readonly plugins: readonly ConnectorPlugin[];
  readonly problems: readonly string[];
}

/**
 * Names of the packages of connectors that are installed with Cauce: a new folder among them is found without
 * a line anywhere else.
 *
 * @param from a folder inside the installation
 */
export function installedConnectors(from: string): string[] {
  const scope = join(from, SCOPE);
  if (existsSync(scope)) {
    const names = readdirSync(scope).filter((name) => CONNECTOR.test(name));
    return names.sort().map((name) => `@cauce/${name}`);
  }
  const above = dirname(from);
  return above === from ? [] : installedConnectors(above);
}

/** Names in `CAUCE_CONNECTORS`. */
export function namedConnectors(text: string | undefined): string[] {
  const names = (text ?? '').split(',').map((one) => one.trim());
  return [...new Set(names.filter((one) => one !== ''))];
}

/** Loads packages of connectors by their names, those of Cauce first. */
export async function loadPlugins(
  installed: readonly string[],
  named: readonly string[],
): Promise<LoadedPlugins> {
  const plugins: ConnectorPlugin[] = [];
  const problems: string[] = [];
  for (const name of [...installed, ...named.filter((one) => !installed.includes(one))]) {
    const loaded = await pluginOf(name);
    const problem = typeof loaded === 'string' ? loaded : clashOf(loaded, plugins);
    if (problem !== null) problems.push(`CAUCE_CONNECTORS: ${name} ${problem}`);
    else if (typeof loaded !== 'string') plugins.push(loaded);
  }
  return { plugins: plugins.sort((a, b) => a.port - b.port), problems };
}

/**
 * Loads a package, or one of its entries: of Cauce's own installation, or of the folder that it is run in.
 *
 * @param specifier `cauce-connector-gana`, `cauce-connector-gana/contract`
 * @returns what it exports, or why it could not be loaded
 */
export async function importPackage(specifier: string): Promise<object | string> {
  try {
    return await importFrom(specifier);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return 'has no such entry';
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
    if (isMissing && message.includes(`'${specifier}'`)) {
      return 'is not installed: npm install it beside Cauce, or run Cauce where it is installed';
    }
    return `cannot be loaded: ${message}`;
  }
}

async function importFrom(specifier: string): Promise<object> {
  const here = createRequire(join(process.cwd(), 'package.json'));
  try {
    return (await import(specifier)) as object;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return (await import(pathToFileURL(here.resolve(specifier)).href)) as object;
  }
}

async function pluginOf(name: string): Promise<ConnectorPlugin | string> {
  const exported = await importPackage(name);
  if (typeof exported === 'string') return exported;
  const { connectorPlugin } = exported as { readonly connectorPlugin?: unknown };
  return pluginProblem(connectorPlugin) ?? (connectorPlugin as ConnectorPlugin);
}

function clashOf(plugin: ConnectorPlugin, others: readonly ConnectorPlugin[]): string | null {
  const { rail, port } = plugin;
  if (others.some((one) => one.rail === rail))
    return `is of the rail ${rail}, which is there already`;
  const holder = others.find((one) => one.port === port);
  return holder === undefined ? null : `wants the port ${port}, which is that of ${holder.rail}`;
}
