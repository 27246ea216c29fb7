import { newApiKey, type KeyMode } from '@cauce/api';
import { newId, type Environment } from '@cauce/config';
import { SCOPES, type Scope } from '@cauce/contracts';
import type { ApiKeysService } from '@cauce/router';
import { CommandRefused, UsageError, type Command, type CommandCall } from '../command.js';
import { MERCHANT_SCOPES, OPERATOR_SCOPES } from '../key-scopes.js';
import { merchantIn, withApiKeys } from './with-api-keys.js';

const NAME_LENGTH = 100;

/** `cauce keys create`: the key is printed once, and only its digest is stored. */
export const KEYS_CREATE: Command = {
  summary: 'make an API key and print it, once',
  usage: `<merchant id> | --new-merchant <name> | --operator   [--mode test|live] [--scopes a,b]

  <merchant id>          for a merchant that exists: mer_…
  --new-merchant <name>  for a merchant that is made with it
  --operator             for an operator, who may do everything
  --mode test|live       test unless told otherwise; live moves real money
  --scopes a,b           ${MERCHANT_SCOPES.join(',')} unless told otherwise, out of
                         ${SCOPES.filter((scope) => scope !== 'admin').join(' ')}`,
  options: {
    'new-merchant': { type: 'string' },
    operator: { type: 'boolean' },
    mode: { type: 'string' },
    scopes: { type: 'string' },
  },
  run: createKey,
};

interface Wanted {
  readonly merchant: { readonly id: string; readonly newName: string | null } | null;
  readonly mode: KeyMode;
  readonly scopes: readonly Scope[];
}

async function createKey(env: Environment, call: CommandCall): Promise<number> {
  const { merchant, mode, scopes } = wantedKey(call);
  const { key, keyId, secretHash } = newApiKey(mode);
  const owner = await withApiKeys(env, async (apiKeys) => {
    const name = merchant === null ? null : await merchantFor(apiKeys, merchant);
    const merchantId = merchant?.id ?? null;
    await apiKeys.store({
      keyId,
      secretHash,
      merchantId,
      mode,
      scopes: [...scopes],
      revokedAt: null,
    });
    return merchant === null ? 'operator' : `${merchant.id} (${name})`;
  });
  call.out.write(`Owner   ${owner}
Key id  ${keyId}
Mode    ${mode}
Scopes  ${scopes.join(' ')}
Key     ${key}

Keep it now: Cauce stores only its digest and cannot show it again.
`);
  return 0;
}

function wantedKey({ args, options }: CommandCall): Wanted {
  const name = options['new-merchant'];
  const owners = args.length + Number(name !== undefined) + Number(options['operator'] === true);
  if (owners !== 1) throw new UsageError('name one merchant, --new-merchant or --operator');
  const mode = options['mode'] ?? 'test';
  if (mode !== 'test' && mode !== 'live') throw new UsageError('--mode is test or live');
  if (options['operator'] === true) {
    if (options['scopes'] !== undefined) throw new UsageError('an operator has every scope');
    return { merchant: null, mode, scopes: OPERATOR_SCOPES };
  }
  const scopes = scopesIn(options['scopes']);
  if (typeof name !== 'string')
    return { merchant: { id: merchantIn(args), newName: null }, mode, scopes };
  const newName = name.trim();
  if (newName === '' || newName.length > NAME_LENGTH) {
    throw new UsageError(`the name of a merchant has 1 to ${NAME_LENGTH} characters`);
  }
  return { merchant: { id: newId('mer'), newName }, mode, scopes };
}

function scopesIn(text: string | boolean | undefined): readonly Scope[] {
  if (typeof text !== 'string') return MERCHANT_SCOPES;
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const unknown = names.filter((name) => !isScope(name));
  if (unknown.length > 0) throw new UsageError(`there is no scope "${unknown.join('", "')}"`);
  if (names.includes('admin')) throw new UsageError('admin is for operators: use --operator');
  return names.filter(isScope);
}

function isScope(name: string): name is Scope {
  return (SCOPES as readonly string[]).includes(name);
}

/** @returns the merchant's name */
async function merchantFor(
  apiKeys: ApiKeysService,
  { id, newName }: { id: string; newName: string | null },
): Promise<string> {
  if (newName !== null) await apiKeys.ensureMerchant(id, newName);
  const name = await apiKeys.merchantName(id);
  if (name !== null) return name;
  throw new CommandRefused(`There is no merchant ${id}. Make one with --new-merchant <name>.`);
}
