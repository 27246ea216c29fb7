import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** Start of one process, generous because two cores may be shared by many. */
const START_WITHIN_MS = 60_000;

const MAIN = join(process.cwd(), 'apps', 'cauce', 'dist', 'main.js');

/** The command line of Cauce as a process, to be stopped, killed and frozen. */
export class ServiceProcess {
  private child: ChildProcess | null = null;
  private output = '';

  constructor(
    private readonly command: readonly string[],
    /** What it prints once it answers. */
    private readonly readyText: string,
    private readonly environment: Readonly<Record<string, string>>,
    /** The folder that it is run in. */
    private readonly folder = process.cwd(),
  ) {}

  /** What the process has printed since it was started, for messages of failed tests. */
  get log(): string {
    return this.output;
  }

  /** Starts the process, or starts it again as an operator would after a crash. */
  async start(extra: Readonly<Record<string, string>> = {}): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN, ...this.command], {
      env: { PATH: process.env['PATH'] ?? '', ...this.environment, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: this.folder,
    });
    this.child = child;
    const name = this.command.join(' ');
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${name} was not ready in time:\n${this.output}`)),
        START_WITHIN_MS,
      );
      const collect = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (!this.output.includes(this.readyText)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        reject(new Error(`${name} ended (${code ?? signal}) too soon:\n${this.output}`));
      });
    });
    this.output = '';
    await ready;
  }

  get isRunning(): boolean {
    const { child } = this;
    return child !== null && child.signalCode === null && child.exitCode === null;
  }

  /** Resolves when the process has ended, by whatever. */
  async died(): Promise<void> {
    const { child } = this;
    if (child === null || !this.isRunning) return;
    await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }

  /** Kills the process without a word. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.died();
  }

  /** Asks the process to stop and waits for it. @returns its exit code */
  async terminate(): Promise<number | null> {
    this.child?.kill('SIGTERM');
    await this.died();
    return this.child?.exitCode ?? null;
  }

  /** Stops time for the process, as a machine that swaps does. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }
}
