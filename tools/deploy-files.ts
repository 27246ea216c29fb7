import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { z } from 'zod';

const root = process.cwd();
const seconds = z.string().regex(/^\d+s$/);
const health = z.strictObject({
  test: z.array(z.string()).min(2),
  interval: seconds,
  timeout: seconds,
  retries: z.int(),
  start_period: seconds,
  start_interval: seconds,
});

/** The part of the Compose Specification that we use: a key that is not here is a slip, or is added here. */
const service = z
  .strictObject({
    image: z.string(),
    build: z.strictObject({ context: z.string(), dockerfile: z.string(), target: z.string() }),
    command: z.array(z.string()),
    environment: z.record(z.string(), z.string()),
    ports: z.array(z.string()),
    volumes: z.array(z.string()),
    depends_on: z.record(
      z.string(),
      z.strictObject({
        condition: z.enum(['service_healthy', 'service_completed_successfully']),
      }),
    ),
    healthcheck: health,
    restart: z.enum(['no', 'unless-stopped']),
    init: z.literal(true),
    read_only: z.literal(true),
    cap_drop: z.array(z.string()),
    security_opt: z.array(z.string()),
    stop_grace_period: seconds,
    mem_limit: z.string().regex(/^\d+[mg]$/),
  })
  .partial()
  .required({ image: true, restart: true, stop_grace_period: true, mem_limit: true });

const composeFile = z
  .object({
    name: z.string(),
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.null()),
  })
  .catchall(z.unknown())
  .refine((file) => Object.keys(file).every((key) => /^(name|services|volumes|x-.+)$/.test(key)));

export type ComposeService = z.output<typeof service>;
export type ComposeFile = z.output<typeof composeFile>;

/** docker-compose.yml with its anchors and merges resolved. @throws ZodError for what Compose would not take */
export function readCompose(text = readText('docker-compose.yml')): ComposeFile {
  return composeFile.parse(load(text, { schema: YAML11_SCHEMA }));
}

/** @param path - from the workspace root */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function readYaml(path: string): unknown {
  return load(readText(path), { schema: YAML11_SCHEMA });
}

const rulesFile = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['warning', 'error']) }),
          annotations: z.strictObject({ summary: z.string(), runbook_url: z.string() }),
        }),
      ),
    }),
  ),
});

export type AlertRule = z.output<typeof rulesFile>['groups'][number]['rules'][number];

/** Every alert of deploy/prometheus/rules. */
export function readAlerts(): AlertRule[] {
  const folder = 'deploy/prometheus/rules';
  return readdirSync(join(root, folder)).flatMap((file) =>
    rulesFile.parse(readYaml(`${folder}/${file}`)).groups.flatMap((group) => group.rules),
  );
}

const dashboard = z.object({
  title: z.string(),
  uid: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      datasource: z.object({ uid: z.string() }),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      fieldConfig: z.object({ defaults: z.object({ unit: z.string().min(1) }) }),
      targets: z.array(
        z.object({
          refId: z.string(),
          expr: z.string(),
          legendFormat: z.string().min(1),
          datasource: z.object({ uid: z.string() }),
        }),
      ),
    }),
  ),
});

export type Dashboard = z.output<typeof dashboard>;

/** Every dashboard of deploy/grafana/dashboards, by file name. */
export function readDashboards(): [string, Dashboard][] {
  const folder = 'deploy/grafana/dashboards';
  return readdirSync(join(root, folder)).map((file) => [
    file,
    dashboard.parse(JSON.parse(readText(`${folder}/${file}`))),
  ]);
}
