import { createHash } from 'node:crypto';
import type { ApiKeyChanged, Scope } from '@cauce/contracts';
import type { ApiKeysService } from '@cauce/router';
import type { DevelopmentKeys } from './development-keys.js';
import { MERCHANT_SCOPES, OPERATOR_SCOPES } from './key-scopes.js';

/** Stores the generated merchant and its keys; storing them again changes nothing. */
export async function seedDevelopmentKeys(
  apiKeys: ApiKeysService,
  keys: DevelopmentKeys,
): Promise<void> {
  await apiKeys.ensureMerchant(keys.merchantId, 'Development merchant');
  await apiKeys.store(keyChange(keys.apiKey, keys.merchantId, MERCHANT_SCOPES));
  await apiKeys.store(keyChange(keys.operatorKey, null, OPERATOR_SCOPES));
}

function keyChange(
  key: string,
  merchantId: string | null,
  scopes: readonly Scope[],
): ApiKeyChanged {
  return {
    keyId: key.split('_')[2] ?? '',
    secretHash: createHash('sha256').update(key).digest('hex'),
    merchantId,
    mode: 'test',
    scopes: [...scopes],
    revokedAt: null,
  };
}
