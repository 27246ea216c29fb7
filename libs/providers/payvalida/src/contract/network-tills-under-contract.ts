import {
  driveSandbox,
  paymentOf,
  providerAgent,
  RecordedCall,
  type Connector,
  type TillCall,
  type TillDriver,
  type TillHeard,
  type TillRouteWorld,
} from '@cauce/connector-kit';

/** What this network is called, and what it shares with us. */
const NETWORK = { name: 'VIA', hash: 'FIXED5f6e7d8c' } as const;

interface Answer {
  readonly kind: TillHeard['kind'];
  readonly data: { readonly AMOUNT?: number };
}

interface Outcome {
  readonly transaction: number;
  readonly steps: readonly Answer[];
}

const WITHIN_MS = 5_000;

/**
 * What the contract of routes with tills has to know of Payvalida's networks.
 *
 * @param connect makes the rail's route over Payvalida from variables
 */
export function payvalidaTillWorld(
  sandboxUrl: string,
  rail: string,
  connect: (env: Record<string, string>) => Connector,
): TillRouteWorld {
  const prefix = `CAUCE_${rail.toUpperCase()}_PAYVALIDA_NETWORK`;
  const env = { [prefix]: NETWORK.name, [`${prefix}_HASH`]: NETWORK.hash };
  const connector = connect(env);
  const { tills, privateFields } = connector;
  if (tills === undefined) throw new Error(`${rail} answers no tills of Payvalida's networks`);
  const agent = providerAgent();
  let serial = 0;
  return {
    connector,
    till: tillsAt(sandboxUrl),
    secrets: [NETWORK.hash],
    freshConnector: () => connect(env),
    call: (timeoutMs = WITHIN_MS) =>
      new RecordedCall({ agent, now: () => new Date(), timeoutMs, privateFields }),
    request: (change = {}) => {
      serial += 1;
      return { ...paymentOf(serial, 'http://127.0.0.1/nobody-calls-back'), ...change };
    },
  };
}

/** The sandbox's tills, which sign and ask as the network's documents say. */
function tillsAt(sandboxUrl: string): TillDriver {
  const ask = <T>(step: string, { url, hasWrongKey }: TillCall, asked: object): Promise<T> => {
    const { name: netname, hash } = NETWORK;
    const host = { url, netname, hash: hasWrongKey ? 'another hash' : hash };
    return driveSandbox<T>(sandboxUrl, 'POST', `/payvalida/network/${step}`, { ...host, ...asked });
  };
  return {
    network: NETWORK.name,
    consult: async (call, reference) => {
      const { kind, data } = await ask<Answer>('consult', call, { reference });
      const amountMinor = data.AMOUNT === undefined ? null : BigInt(data.AMOUNT) * 100n;
      return { kind, amountMinor, transaction: null };
    },
    pay: async (call, reference, amountMinor) =>
      heard(await ask('register', call, { reference, amount: Number(amountMinor) })),
    reverse: async (call, transaction) =>
      heard(await ask('reverse', call, { transaction: Number(transaction) })),
  };
}

/** The first step that was not accepted is what the till hears last. */
function heard({ transaction, steps }: Outcome): TillHeard {
  const kind = steps.find((step) => step.kind !== 'accepted')?.kind ?? 'accepted';
  return { kind, amountMinor: null, transaction: String(transaction) };
}
