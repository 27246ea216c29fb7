import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const LINE_WITHIN_MS = 30_000;
const LOADER = join(import.meta.dirname, 'load-sources.mjs');

/** A process of its own that runs a few lines of JavaScript on the workspace's sources. */
export interface Script {
  readonly child: ChildProcess;
  /** Everything that it has printed. */
  readonly text: string;
  /** Resolves with the first match in what it prints; rejects when it ends without one. */
  printed(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Ends it without a word, as `kill -9` does. */
  kill(): Promise<void>;
  /** Resolves with its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/**
 * @param code - an ES module; it imports the workspace's packages by name
 * @param env - variables beside PATH
 */
export function startScript(code: string, env: Record<string, string> = {}): Script {
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', LOADER, '--input-type=module', '--eval', code],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    },
  );
  let text = '';
  const listeners = new Set<() => void>();
  const collect = (chunk: Buffer) => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    get text() {
      return text;
    },
    printed: (pattern) =>
      firstMatch(
        () => pattern.exec(text),
        listeners,
        ended,
        () => text,
      ),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function firstMatch(
  look: () => RegExpMatchArray | null,
  listeners: Set<() => void>,
  ended: Promise<unknown>,
  text: () => string,
): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const finish = (match: RegExpMatchArray | null, problem: string) => {
      clearTimeout(timer);
      listeners.delete(check);
      if (match === null) reject(new Error(`${problem}:\n${text()}`));
      else resolve(match);
    };
    const check = () => {
      const match = look();
      if (match !== null) finish(match, '');
    };
    const timer = setTimeout(() => finish(look(), 'the script took too long'), LINE_WITHIN_MS);
    listeners.add(check);
    void ended.then(() => finish(look(), 'the script ended without printing it'));
    check();
  });
}
