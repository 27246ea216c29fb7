import { Confirmations } from '../callbacks/confirmations.js';
import { Collector } from '../collections/collector.js';
import type { PretendProvider } from '../pretend-provider.js';
import type { ProviderParts } from '../provider-parts.js';
import { AccessTokens } from './access-tokens.js';
import type { EpaycoAccount } from './account.js';
import { NETWORK_NAMES } from './networks.js';
import type { ExpiryBounds } from './effective-expiry.js';
import { epaycoConfirmation } from './epayco-confirmation.js';
import { cusOf, firstReference, pinOf } from './provider-numbers.js';
import { registerEpayco } from './register-epayco.js';
import { voucherDetailsSchema } from './voucher-details.schema.js';

interface EpaycoOptions {
  readonly account: EpaycoAccount;
  readonly expiry: ExpiryBounds;
  readonly tokenTtlMs: number;
}

/** The pretend ePayco. */
export function startEpayco(
  { account, expiry, tokenTtlMs }: EpaycoOptions,
  parts: ProviderParts,
): PretendProvider {
  const { now, journal } = parts;
  const confirmations = new Confirmations({
    ...parts.delivery,
    now,
    write: (transaction, forgery) => epaycoConfirmation(transaction, account, forgery),
  });
  const collector = new Collector({
    protocol: 'epayco',
    journal,
    now,
    numbers: {
      first: firstReference,
      codeOf: (id, network) => (network === 'pse' ? cusOf(id) : pinOf(id)),
    },
    onChange: (transaction) => confirmations.announce(transaction),
  });
  const tokens = new AccessTokens(account, now, tokenTtlMs);
  const world = { ...parts, account, expiry, collector, tokens, confirmations };
  return {
    protocol: 'epayco',
    networks: NETWORK_NAMES,
    operations: ['login', 'issue', 'status', 'search', 'banks'],
    collector,
    confirmations,
    returnUrlOf: ({ details }) => voucherDetailsSchema.parse(details).urlRespuesta,
    register: (app) => registerEpayco(app, world),
  };
}
