import { environment } from '@cauce/config';
import { runCommandLine } from './command-line.js';
import { COMMANDS } from './commands.js';

const code = await runCommandLine(process.argv.slice(2), {
  commands: COMMANDS,
  env: environment(),
  out: process.stdout,
  err: process.stderr,
});
if (code !== null) process.exitCode = code;
// A start that failed half way may have left something open; nothing waits for it.
if (code !== null && code !== 0) process.exit();
