import type { Command } from './command.js';
import { DLQ_LIST, DLQ_REPLAY, DLQ_SHOW } from './dead-letters/dlq-commands.js';
import { runDemo } from './demo/run-demo.js';
import { KEYS_CREATE } from './keys/create-key.js';
import { KEYS_LIST } from './keys/list-keys.js';
import { KEYS_REVOKE } from './keys/revoke-key.js';
import { CONNECTOR_TEST } from './run-connector-test.js';
import { runLedgerVerify } from './run-ledger-verify.js';
import { SERVE } from './run-serve.js';
import { runStart } from './run-start.js';
import { TOPICS_APPLY, TOPICS_CHECK } from './run-topics.js';

/** Commands by name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    summary: 'run every service in this process (npm start does the same)',
    run: runStart,
  },
  serve: SERVE,
  demo: {
    summary:
      'tell the main job as one story, against a running Cauce or one started for it;\nends with 0 only if every step held',
    run: runDemo,
  },
  'topics check': TOPICS_CHECK,
  'topics apply': TOPICS_APPLY,
  'dlq list': DLQ_LIST,
  'dlq show': DLQ_SHOW,
  'dlq replay': DLQ_REPLAY,
  'ledger verify': {
    summary: 'check every invariant of the ledger and print what was found,\nalso while Cauce runs',
    run: runLedgerVerify,
  },
  'connector test': CONNECTOR_TEST,
  'keys create': KEYS_CREATE,
  'keys list': KEYS_LIST,
  'keys revoke': KEYS_REVOKE,
};
