import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** One source file of the workspace, with what the style rules look at. */
export interface SourceFile {
  /** Path from the workspace root, with forward slashes. */
  readonly path: string;
  /** Folder of the package that holds it, such as `libs/money`; the top folder for e2e, bench and tools. */
  readonly project: string;
  /** Last part of the name before `.ts`, when it is one of {@link ROLES}; else null. */
  readonly role: string | null;
  readonly text: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
  readonly isTest: boolean;
}

export interface Import {
  readonly from: string;
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** Roles that a file name may end in; anything else has no role and is pure where purity is asked for. */
export const ROLES = [
  'controller',
  'grpc',
  'consumer',
  'job',
  'service',
  'client',
  'entity',
  'schema',
  'messages',
  'connector',
  'module',
  'main',
  'config',
  'errors',
  'spec',
  'it',
  'contract',
  'e2e',
] as const;

const TEST_ROLES = new Set(['spec', 'it', 'contract', 'e2e']);
const SKIPPED = new Set(['node_modules', 'dist', '.cache', '.cauce', '.nx', '.git', 'fixtures']);

const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Every TypeScript file of the workspace that people wrote. */
export function sourceFiles(root: string): SourceFile[] {
  return ['apps', 'libs', 'e2e', 'bench', 'tools']
    .flatMap((folder) => walk(join(root, folder)))
    .map((path) => describeFile(root, path));
}

/** Every path below a folder that git would carry and that has one of the endings. */
export function walk(folder: string, endings: readonly string[] = ['.ts']): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path, endings);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
  });
}

function describeFile(root: string, absolute: string): SourceFile {
  const path = relative(root, absolute).split('\\').join('/');
  const text = readFileSync(absolute, 'utf8');
  const role = roleOf(path);
  return {
    path,
    project: projectOf(path),
    role,
    text,
    lines: text.split('\n'),
    imports: importsOf(text),
    isTest: role !== null && TEST_ROLES.has(role),
  };
}

function roleOf(path: string): string | null {
  const stem = basename(path, '.ts');
  const last = stem.slice(stem.lastIndexOf('.') + 1);
  return (ROLES as readonly string[]).includes(last) ? last : null;
}

function projectOf(path: string): string {
  const parts = path.split('/');
  if (path.startsWith('libs/providers/')) return parts.slice(0, 3).join('/');
  if (path.startsWith('libs/') || path.startsWith('apps/')) return parts.slice(0, 2).join('/');
  return parts[0] ?? '';
}

/** Imports and re-exports of a source text, static and dynamic, in order. */
export function importsOf(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => ({
    from: match[2] ?? match[3] ?? '',
    isTypeOnly: match[1] !== undefined,
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** Path of a relative import, from the workspace root. */
export function resolveRelative(file: SourceFile, specifier: string): string {
  const joined = join(dirname(file.path), specifier).split('\\').join('/');
  return joined.replace(/\.js$/, '.ts');
}
