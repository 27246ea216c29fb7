import type { AddressInfo } from 'node:net';
import { CallCounts } from './calls/call-counts.js';
import { DEFAULT_RETRY_DELAYS_MS } from './callbacks/confirmations.js';
import { ConfirmationClient } from './callbacks/send-confirmation.client.js';
import { DEFAULT_TOKEN_TTL_MS } from './epayco/access-tokens.js';
import type { EpaycoAccount } from './epayco/account.js';
import { DEFAULT_EXPIRY, type ExpiryBounds } from './epayco/effective-expiry.js';
import { startEpayco } from './epayco/start-epayco.js';
import { FaultBoard } from './faults/fault-board.js';
import { HeldSockets } from './faults/held-sockets.js';
import { openJournal } from './journal/journal-file.js';
import type { MercadopagoAccount } from './mercadopago/account.js';
import { MERCADOPAGO_RETRY_DELAYS_MS, startMercadopago } from './mercadopago/start-mercadopago.js';
import type { PayuAccount } from './payu/account.js';
import { startPayu } from './payu/start-payu.js';
import type { PayvalidaMerchants } from './payvalida/account.js';
import { startPayvalida } from './payvalida/start-payvalida.js';
import type { PseAvanzaAccount } from './pse-avanza/account.js';
import { startPseAvanza } from './pse-avanza/start-pse-avanza.js';
import { ProviderBoard } from './provider-board.js';
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
  /** Mercado Pago is pretended where there is an account for it. */
  readonly mercadopago?: MercadopagoAccount;
  /** Payvalida is pretended where its merchants are given, also without any for its tills alone. */
  readonly payvalida?: PayvalidaMerchants;
  /** PayU is pretended where there is an account for it. */
  readonly payu?: PayuAccount;
  /** PSE at ACH Colombia is pretended where there is an account for it. */
  readonly pseAvanza?: PseAvanzaAccount;
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
  const { mercadopago, payvalida, payu, pseAvanza } = options;
  const merchants = Object.values(payvalida ?? {});
  const accounts = [options.epayco, mercadopago, ...merchants, payu, pseAvanza];
  const secrets = accounts.flatMap((account) => Object.values(account ?? {}));
  if (secrets.some((key) => String(key).startsWith(LIVE_PREFIX))) {
    throw new Error('the sandbox does not start with a live key');
  }
  const now = options.now ?? (() => new Date());
  const log = options.log ?? (() => undefined);
  const client = new ConfirmationClient(options.callbackTimeoutMs ?? CALLBACK_TIMEOUT_MS);
  const [held, calls] = [new HeldSockets(), new CallCounts()];
  const [faults, settlements] = [new FaultBoard(), new SettlementStore(options.dataDir)];
  const deliveryBy = (ownMs: readonly number[]) => {
    const retryDelaysMs = options.callbackRetryDelaysMs ?? ownMs;
    return { send: client.send.bind(client), retryDelaysMs, log };
  };
  const delivery = deliveryBy(DEFAULT_RETRY_DELAYS_MS);
  const journal = openJournal(options.dataDir);
  const parts = { now, journal, held, calls, faults, settlements, delivery };
  const epayco = {
    account: options.epayco,
    expiry: { ...DEFAULT_EXPIRY, ...options.expiry },
    tokenTtlMs: options.tokenTtlMs ?? DEFAULT_TOKEN_TTL_MS,
  };
  const providers = new ProviderBoard([
    startEpayco(epayco, parts),
    ...(mercadopago === undefined
      ? []
      : [
          startMercadopago(mercadopago, {
            ...parts,
            delivery: deliveryBy(MERCADOPAGO_RETRY_DELAYS_MS),
          }),
        ]),
    ...(payvalida === undefined ? [] : [startPayvalida(payvalida, parts)]),
    ...(payu === undefined ? [] : [startPayu(payu, parts)]),
    ...(pseAvanza === undefined ? [] : [startPseAvanza(pseAvanza, parts)]),
  ]);
  const world = { now, providers, faults, calls, settlements };
  const app = createApp(world, log);
  await app.listen({ host: options.host, port: options.port });
  const expiring = setInterval(() => providers.expireDue(), EXPIRE_EVERY_MS).unref();
  return {
    url: urlOf(app.server.address(), options.host),
    stop: async () => {
      clearInterval(expiring);
      providers.stop();
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
