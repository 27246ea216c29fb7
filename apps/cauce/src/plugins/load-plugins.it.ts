import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedConnectors, loadPlugins, namedConnectors } from './load-plugins.js';

describe('packages of connectors', () => {
  it('are found where Cauce is installed, from any folder inside', () => {
    const root = mkdtempSync(join(tmpdir(), 'cauce-'));
    for (const name of ['connector-gana', 'connector-kit', 'connector-efecty', 'money']) {
      mkdirSync(join(root, 'node_modules', '@cauce', name), { recursive: true });
    }
    const inside = join(root, 'apps', 'cauce', 'dist');
    expect(installedConnectors(inside)).toEqual([
      '@cauce/connector-efecty',
      '@cauce/connector-gana',
    ]);
    expect(installedConnectors(join(tmpdir(), 'nowhere'))).toEqual([]);
    rmSync(root, { recursive: true });
  });

  it('are named with commas, each once', () => {
    expect(namedConnectors(undefined)).toEqual([]);
    expect(namedConnectors(' a, @b/c,,a ')).toEqual(['a', '@b/c']);
  });

  it('are loaded in the order of their ports', async () => {
    const names = ['@cauce/connector-pse', '@cauce/connector-efecty'];
    const { plugins, problems } = await loadPlugins(names, ['@cauce/connector-baloto']);
    expect(plugins.map(({ rail }) => rail)).toEqual(['efecty', 'baloto', 'pse']);
    expect(problems).toEqual([]);
  });

  it('are refused each for its own reason, and the others are there', async () => {
    const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.cauce-plugins-'));
    const made = (name: string, text: string) => {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, text);
      return path;
    };
    const plugin = "{ version: 1, rail: 'gana', port: 9001, config: { shape: {} }, read() {} }";
    const names = {
      good: made('good', `export const connectorPlugin = ${plugin};`),
      twin: made('twin', `export const connectorPlugin = { ...${plugin}, port: 9002 };`),
      squatter: made('squatter', `export const connectorPlugin = { ...${plugin}, rail: 'x1' };`),
      newer: made('newer', `export const connectorPlugin = { ...${plugin}, version: 2 };`),
      wrong: made('wrong', "export const connectorPlugin = { rail: 'Gana!' };"),
      broken: made('broken', "throw new Error('no licence');"),
      empty: made('empty', 'export const plugin = null;'),
    };
    const { plugins, problems } = await loadPlugins([], [...Object.values(names), 'not-there']);
    rmSync(folder, { recursive: true });
    expect(plugins.map(({ rail }) => rail)).toEqual(['gana']);
    expect(problems).toEqual([
      `CAUCE_CONNECTORS: ${names.twin} is of the rail gana, which is there already`,
      `CAUCE_CONNECTORS: ${names.squatter} wants the port 9001, which is that of gana`,
      `CAUCE_CONNECTORS: ${names.newer} is made for version 2 of the interface of plugins, and this Cauce has 1`,
      `CAUCE_CONNECTORS: ${names.wrong} exports a connectorPlugin that is none: wrong version, rail, port, config, read; use definePlugin`,
      `CAUCE_CONNECTORS: ${names.broken} cannot be loaded: no licence`,
      `CAUCE_CONNECTORS: ${names.empty} exports no connectorPlugin`,
      expect.stringMatching(/^CAUCE_CONNECTORS: not-there (is not installed|cannot be loaded)/),
    ]);
  });
});
