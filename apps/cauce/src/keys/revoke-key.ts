import type { Environment } from '@cauce/config';
import { CommandRefused, UsageError, type Command, type CommandCall } from '../command.js';
import { withApiKeys } from './with-api-keys.js';

const KEY_ID = /^[0-9A-Za-z]{12}$/;

/** `cauce keys revoke`: doing it again changes nothing. */
export const KEYS_REVOKE: Command = {
  summary: 'end an API key for good; a running Cauce refuses it within five seconds',
  usage: '<key id>   the 12 characters between the second and the third _ of the key',
  run: revokeKey,
};

async function revokeKey(env: Environment, { args, out }: CommandCall): Promise<number> {
  const [keyId = ''] = args;
  if (args.length !== 1 || !KEY_ID.test(keyId)) {
    throw new UsageError('name the id of one key, not the key itself');
  }
  const before = await withApiKeys(env, (apiKeys) => apiKeys.revoke(keyId));
  if (before === null) throw new CommandRefused(`There is no key ${keyId}.`);
  const since = before.revokedAt?.toISOString();
  out.write(
    since === undefined ? `${keyId} is revoked.\n` : `${keyId} has been revoked since ${since}.\n`,
  );
  return 0;
}
