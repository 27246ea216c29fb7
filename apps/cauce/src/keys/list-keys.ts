import type { Environment } from '@cauce/config';
import type { ListedKey } from '@cauce/router';
import type { Command, CommandCall } from '../command.js';
import { merchantIn, withApiKeys } from './with-api-keys.js';

/** `cauce keys list`. */
export const KEYS_LIST: Command = {
  summary: 'list API keys: ids, merchants, scopes and which are revoked, never the keys',
  usage: '[merchant id]',
  run: listKeys,
};

async function listKeys(env: Environment, { args, out }: CommandCall): Promise<number> {
  const merchantId = args.length === 0 ? null : merchantIn(args);
  const keys = await withApiKeys(env, (apiKeys) => apiKeys.list(merchantId));
  out.write(keys.length === 0 ? 'There are no keys.\n' : keys.map(lineOf).join(''));
  return 0;
}

function lineOf({ keyId, mode, merchantId, merchantName, scopes, revokedAt }: ListedKey): string {
  const owner = merchantId === null ? 'operator' : `${merchantId} (${merchantName ?? 'no name'})`;
  const state = revokedAt === null ? 'in force' : `revoked ${revokedAt.toISOString()}`;
  return `${keyId}  ${mode}  ${owner}  ${scopes.join(' ')}  ${state}\n`;
}
