import type { Connector } from '@cauce/connector-kit';
import { payvalidaTillConnector } from './network/till-connector.js';
import {
  payvalidaOptions,
  payvalidaTillTimes,
  type PayvalidaKeys,
  type PayvalidaVariables,
} from './payvalida.config.js';
import { payvalidaCashConnector, type PayvalidaCashOptions } from './payvalida.connector.js';

/** What a cash rail knows of its route over Payvalida. */
export interface PayvalidaRail extends Pick<
  PayvalidaCashOptions,
  'rail' | 'limits' | 'agreement' | 'textOf'
> {
  readonly keys: PayvalidaKeys;
  /** Payvalida's name of the way to pay; where it is not known there are no orders. */
  readonly method: string | undefined;
  readonly network: PayvalidaNetwork;
  readonly defaultExpirySeconds: number;
}

/** The network whose tills ask us, where they do. */
export interface PayvalidaNetwork {
  /** As it signs. */
  readonly name: string | undefined;
  /** FIXED_HASH that it shares with us, and while it is changed the other one too. */
  readonly fixedHashes: readonly string[] | undefined;
}

/**
 * The route of a cash rail over Payvalida: its orders, or, where a network is named, vouchers that the tills of
 * that network ask us about.
 *
 * @returns null when the rail has neither an account nor a network
 */
export function payvalidaCashRoute(
  variables: PayvalidaVariables,
  { keys, method, network, defaultExpirySeconds, ...rail }: PayvalidaRail,
): Connector | null {
  const options = payvalidaOptions(variables, keys, defaultExpirySeconds);
  const orders =
    options === null || !method ? null : payvalidaCashConnector({ ...options, ...rail, method });
  const { name, fixedHashes } = network;
  if (!name || !fixedHashes) return orders;
  return payvalidaTillConnector(
    {
      ...payvalidaTillTimes(variables, defaultExpirySeconds),
      ...rail,
      networks: [{ name, fixedHashes }],
      commerce: variables.CAUCE_PAYVALIDA_COMMERCE,
    },
    orders,
  );
}
