import { createHash } from 'node:crypto';
import type { ApiKeyChanged, Scope } from '@cauce/contracts';
import { ApiKeysService } from '@cauce/router';
import type { DevelopmentKeys } from './development-keys.js';

const MERCHANT_SCOPES: Scope[] = ['payments:read', 'payments:write', 'ledger:read'];
const OPERATOR_SCOPES: Scope[] = ['admin'];

/** Stores the generated merchant and its keys; storing them again changes nothing. */
export async function seedDevelopmentKeys(
  app: { get(token: typeof ApiKeysService, options: { strict: false }): ApiKeysService },
  keys: DevelopmentKeys,
): Promise<void> {
  const service = app.get(ApiKeysService, { strict: false });
  await service.ensureMerchant(keys.merchantId, 'Development merchant');
  await service.store(keyChange(keys.apiKey, keys.merchantId, MERCHANT_SCOPES));
  await service.store(keyChange(keys.operatorKey, null, OPERATOR_SCOPES));
}

function keyChange(key: string, merchantId: string | null, scopes: Scope[]): ApiKeyChanged {
  return {
    keyId: key.split('_')[2] ?? '',
    secretHash: createHash('sha256').update(key).digest('hex'),
    merchantId,
    mode: 'test',
    scopes,
    revokedAt: null,
  };
}
