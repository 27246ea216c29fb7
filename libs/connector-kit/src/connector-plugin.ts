import { readConfig, type Environment } from '@cauce/config';
import type { DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import type { ConnectorRuntime } from './connector-context.js';
import type { ConnectorSettings } from './connector-settings.js';
import type { Connector } from './connector.js';
import { ConnectorModule } from './connector.module.js';
import { railSettings, type railVariables } from './rail-variables.js';
import { routeTermsSchema } from './terms/route-terms.schema.js';

/** Version of the interface between Cauce and packages of connectors. */
export const PLUGIN_VERSION = 1;

/** What a rail's variables come to. */
export interface ConfiguredRail {
  readonly connectors: readonly Connector[];
  readonly settings: ConnectorSettings;
}

/**
 * A rail as a package exports it, under the name `connectorPlugin`: those that come with Cauce, and others by
 * their names in `CAUCE_CONNECTORS`. Made by {@link definePlugin}.
 */
export interface ConnectorPlugin {
  readonly version: number;
  /** Its name in `methods` and routes; the service is `connector-<rail>`. */
  readonly rail: string;
  /** Port of a process that runs this rail alone. */
  readonly port: number;
  /** Its variables, for the documentation. */
  readonly config: z.ZodObject;
  /** @throws ConfigError with every problem of the variables */
  read(env: Environment): ConfiguredRail;
}

/**
 * A rail from its variables and what they come to.
 *
 * @param plugin its `config` has the kit's `railVariables` among its own; `connectors` makes one for each
 *   route that has what it needs, or none; `terms` are what its sources state of its routes, each from a day on,
 *   and hold until the operator's own for the route begin
 * @throws ZodError for terms that are none
 */
export function definePlugin<Shape extends typeof railVariables>(plugin: {
  readonly rail: string;
  readonly port: number;
  readonly config: z.ZodObject<Shape>;
  readonly terms?: z.input<typeof routeTermsSchema>;
  connectors(variables: z.output<z.ZodObject<Shape>>): readonly Connector[];
}): ConnectorPlugin {
  const { rail, port, config } = plugin;
  const shipped = routeTermsSchema.parse(plugin.terms ?? []);
  return {
    version: PLUGIN_VERSION,
    rail,
    port,
    config,
    read: (env) => {
      const variables = readConfig(config, env);
      // The shape has the kit's variables, which the compiler cannot see through.
      const known = variables as unknown as Parameters<typeof railSettings>[0];
      const settings = railSettings(known, shipped);
      return { connectors: plugin.connectors(variables), settings };
    },
  };
}

/** Name of the service of a rail: its schema, its roles and its consumer group. */
export function serviceOf({ rail }: ConnectorPlugin): string {
  return `connector-${rail}`;
}

/** The service of a rail. */
export function pluginModule(
  plugin: ConnectorPlugin,
  configured: ConfiguredRail,
  runtime: Omit<ConnectorRuntime, 'service' | 'rail' | keyof ConfiguredRail>,
): DynamicModule {
  const { rail } = plugin;
  return ConnectorModule.register({ ...runtime, ...configured, service: serviceOf(plugin), rail });
}

const pluginShape = z.object({
  version: z.number(),
  rail: z.string().regex(/^[a-z][a-z0-9_]{1,31}$/),
  port: z.int().min(1).max(65_535),
  config: z.object({ shape: z.record(z.string(), z.unknown()) }),
  read: z.custom<ConnectorPlugin['read']>((value) => typeof value === 'function'),
});

/**
 * What is wrong with what a package exports as `connectorPlugin`.
 *
 * @returns a sentence without its subject, or null for a plugin of this version
 */
export function pluginProblem(exported: unknown): string | null {
  if (exported === undefined) return 'exports no connectorPlugin';
  const parsed = pluginShape.safeParse(exported);
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map(({ path }) => path[0] ?? 'itself'));
    return `exports a connectorPlugin that is none: wrong ${[...fields].join(', ')}; use definePlugin`;
  }
  const { version } = parsed.data;
  if (version === PLUGIN_VERSION) return null;
  return `is made for version ${version} of the interface of plugins, and this Cauce has ${PLUGIN_VERSION}`;
}
