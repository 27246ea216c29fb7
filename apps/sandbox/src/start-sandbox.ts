import type { AddressInfo } from 'node:net';
import { confirmationOf } from './callbacks/confirmation.js';
import { Confirmations, DEFAULT_RETRY_DELAYS_MS } from './callbacks/confirmations.js';
import { ConfirmationClient } from './callbacks/send-confirmation.client.js';
import { AccessTokens, DEFAULT_TOKEN_TTL_MS } from './epayco/access-tokens.js';
import type { EpaycoAccount } from './epayco/account.js';
import { DEFAULT_EXPIRY, type ExpiryBounds } from './epayco/effective-expiry.js';
import { EpaycoProvider } from './epayco/epayco-provider.js';
import { FaultBoard } from './faults/fault-board.js';
import { HeldSockets } from './faults/held-sockets.js';
import { openJournal } from './journal/journal-file.js';
import { createApp } from './sandbox-app.js';
import { SettlementStore } from './settlements/settlement-store.js';

/** ePayco gives a merchant 30 s to answer a confirmation. */
const CALLBACK_TIMEOUT_MS = 30_000;

/** How soon vouchers expire by themselves, when nobody asks about them. */
const EXPIRE_EVERY_MS = 1_000;

/** Keys of live merchants begin like this. */
const LIVE_PREFIX = 'cauce_live_';

export interface SandboxOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where journal and settlement files are kept, under `sandbox/`; null keeps them in memory. */
  readonly dataDir: string | null;
  readonly epayco: EpaycoAccount;
  readonly now?: () => Date;
  readonly log?: (line: object) => void;
  /** How long vouchers may live; 12 hours to 8 days when left out, in parts too. */
  readonly expiry?: Partial<ExpiryBounds>;
  readonly tokenTtlMs?: number;
  readonly callbackTimeoutMs?: number;
  readonly callbackRetryDelaysMs?: readonly number[];
}

export interface RunningSandbox {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the pretend providers; they are reachable when the promise resolves.
 * @throws Error beside a live key, when the port is taken, or when the journal cannot be read
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  if (Object.values(options.epayco).some((key) => key.startsWith(LIVE_PREFIX))) {
    throw new Error('the sandbox does not start with a live key');
  }
  const now = options.now ?? (() => new Date());
  const log = options.log ?? (() => undefined);
  const client = new ConfirmationClient(options.callbackTimeoutMs ?? CALLBACK_TIMEOUT_MS);
  const confirmations = new Confirmations({
    send: (confirmation) => client.send(confirmation),
    retryDelaysMs: options.callbackRetryDelaysMs ?? DEFAULT_RETRY_DELAYS_MS,
    now,
    log,
  });
  const provider = new EpaycoProvider({
    journal: openJournal(options.dataDir),
    now,
    expiry: { ...DEFAULT_EXPIRY, ...options.expiry },
    onChange: async (transaction) => {
      const confirmation = confirmationOf(transaction, options.epayco);
      if (confirmation !== null) await confirmations.announce(confirmation);
    },
  });
  const held = new HeldSockets();
  const world = {
    account: options.epayco,
    now,
    provider,
    confirmations,
    held,
    tokens: new AccessTokens(options.epayco, now, options.tokenTtlMs ?? DEFAULT_TOKEN_TTL_MS),
    faults: new FaultBoard(),
    settlements: new SettlementStore(options.dataDir),
  };
  const app = createApp(world, log);
  await app.listen({ host: options.host, port: options.port });
  const expiring = setInterval(() => provider.expireDue(), EXPIRE_EVERY_MS).unref();
  return {
    url: urlOf(app.server.address(), options.host),
    stop: async () => {
      clearInterval(expiring);
      confirmations.stop();
      held.releaseAll();
      await client.stop();
      await app.close();
    },
  };
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  const port = typeof address === 'object' && address !== null ? address.port : '';
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
