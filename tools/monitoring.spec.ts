import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeUnless } from '@cauce/testing';
import { readAlerts, readDashboards, readText, readYaml } from './deploy-files.ts';
import { sourceFiles } from './source-files.ts';

const alerts = readAlerts();
const dashboards = readDashboards();
const RUNBOOKS = 'docs/runbooks';

/** Suffixes of the series that a histogram has. */
const OF_HISTOGRAMS = ['_bucket', '_sum', '_count'];

/** Names of the series that the code makes, as it declares them. */
const declared = new Set(
  sourceFiles(process.cwd())
    .filter((file) => !file.isTest && /^(apps|libs)\//.test(file.path))
    .flatMap((file) => [
      ...file.text.matchAll(/\.(counter|gauge|histogram)\(\s*'(cauce_[a-z0-9_]+)'/g),
    ])
    .flatMap(([, kind, name]) =>
      kind === 'histogram' ? OF_HISTOGRAMS.map((suffix) => name + suffix) : [name],
    ),
);

const expressions = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboards.flatMap(([, { panels }]) =>
    panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ),
];

describe('dashboards and alerts', () => {
  it('finds the metrics of the code', () => {
    expect(declared).toContain('cauce_outbox_pending');
    expect(declared).toContain('cauce_message_seconds_bucket');
    expect(declared.size).toBeGreaterThan(20);
  });

  it.each(expressions)('%s asks for series that the code makes', (_, expr) => {
    const asked = expr.match(/\bcauce_[a-z0-9_]+/g) ?? [];
    expect(asked.filter((name) => !declared.has(name))).toEqual([]);
    expect(asked.length > 0 || /\bup\{/.test(expr)).toBe(true);
  });
});

describe.each(dashboards)('%s', (file, { uid, panels, templating }) => {
  it('shows each panel once, in a place of its own, from the data source that was chosen', () => {
    expect(`cauce-${file.replace('.json', '')}`).toBe(uid);
    expect(templating.list).toContainEqual({ name: 'datasource', type: 'datasource' });
    const places = panels.map(({ gridPos: { x, y } }) => `${x} ${y}`);
    const ids = panels.map(({ id }) => String(id));
    const titles = panels.map(({ title }) => title);
    for (const once of [ids, titles, places]) {
      expect(new Set(once).size).toBe(panels.length);
    }
    const sources = panels.flatMap((one) => [one, ...one.targets]).map((one) => one.datasource.uid);
    expect(new Set(sources)).toEqual(new Set(['${datasource}']));
  });
});

describe('runbooks', () => {
  const kebab = (name: string) =>
    name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

  it.each(alerts)(
    '$alert has a page that says what it means, what to look at and what to do',
    (one) => {
      const path = `${RUNBOOKS}/${kebab(one.alert)}.md`;
      expect(one.annotations.runbook_url).toBe(path);
      const page = readText(path);
      expect(page).toMatch(new RegExp(`^# ${one.alert}\n`));
      expect(page.match(/^## .+$/gm)).toEqual(['## What it means', '## Look', '## Do']);
    },
  );

  it('has no page without an alert', () => {
    expect(readdirSync(RUNBOOKS)).toEqual(alerts.map((one) => `${kebab(one.alert)}.md`).sort());
  });
});

describe('the data source', () => {
  it('is the Prometheus of docker-compose.yml', () => {
    const path = 'deploy/grafana/provisioning/datasources/prometheus.yml';
    expect(readYaml(path)).toMatchObject({
      datasources: [{ type: 'prometheus', url: 'http://prometheus:9090' }],
    });
  });
});

/** @returns null when promtool is there, or could be installed; else what to do */
function missingPromtool(): string | null {
  const { status, stdout } = spawnSync(process.execPath, ['tools/promtool.mjs', '--install'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return null;
  if (status !== 3) throw new Error(`promtool: ${stdout}`);
  return stdout.trim();
}

describeUnless(missingPromtool(), 'promtool', () => {
  const promtool = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  it('takes the configuration and the rules', () => {
    const { status, output } = promtool('check', 'config', 'deploy/prometheus/prometheus.yml');
    const counts = [...output.matchAll(/(\d+) rules found/g)].map(([, count]) => Number(count));
    expect(status).toBe(0);
    expect(counts.reduce((total, count) => total + count, 0)).toBe(alerts.length);
  });

  it('sees every alert fire when it should, and only then', () => {
    const folder = 'deploy/prometheus/tests';
    const paths = readdirSync(folder).map((file) => `${folder}/${file}`);
    expect(promtool('test', 'rules', ...paths)).toMatchObject({ status: 0 });
    const tests = paths.map((path) => readText(path)).join('');
    for (const { alert } of alerts) {
      expect(tests).toMatch(new RegExp(`alertname: ${alert}\\n +eval_time: \\w+\\n +exp_alerts`));
    }
  });

  it('reads every expression of the dashboards', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cauce-promql-'));
    const rules = expressions.map(([, expr], index) => {
      return { record: `panel:${index}`, expr: expr.replaceAll('$__rate_interval', '1m') };
    });
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'all', rules }] }));
    expect(promtool('check', 'rules', join(folder, 'rules.yml'))).toMatchObject({ status: 0 });
    rmSync(folder, { recursive: true });
  });
});
