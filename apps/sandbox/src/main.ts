import process, { env, exit, stderr, stdout } from 'node:process';
import { readSandboxConfig } from './sandbox.config.js';
import { startSandbox } from './start-sandbox.js';

const config = readSandboxConfig(env);
if (!config.ok) {
  stderr.write(`The sandbox cannot start:\n${config.problems.map((one) => `  ${one}\n`).join('')}`);
  exit(1);
}

const log = (line: object) => stdout.write(`${JSON.stringify(line)}\n`);
const sandbox = await startSandbox({ ...config.options, log }).catch((error: unknown) => {
  stderr.write(`The sandbox cannot start: ${error instanceof Error ? error.message : error}\n`);
  exit(1);
});
log({ event: 'listening', url: sandbox.url });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void sandbox.stop().then(() => exit(0)));
}
