import type { FastifyInstance } from 'fastify';
import type { Confirmations } from './callbacks/confirmations.js';
import type { Voucher } from './collections/collection.js';
import type { Collector } from './collections/collector.js';
import type { Operation } from './faults/fault-kinds.js';
import type { Protocol } from './protocols.js';

/** One pretended protocol, as whoever drives the sandbox sees it. */
export interface PretendProvider {
  readonly protocol: Protocol;
  /** Where its codes can be paid. */
  readonly networks: readonly string[];
  /** What it can be asked for, and faults can be set on. */
  readonly operations: readonly Operation[];
  readonly collector: Collector;
  readonly confirmations: Confirmations;
  /** Where a payer comes back to from the bank, as the request named it. */
  returnUrlOf?(voucher: Voucher): string | null;
  /** Adds the provider's own paths, under `/<protocol>`. */
  register(app: FastifyInstance): void;
}
