import type { Collector } from '../collections/collector.js';
import type { FaultySide } from '../faults/answer-with-faults.js';
import type { PseAvanzaAccount } from './account.js';
import type { BearerTokens } from './bearer-tokens.js';

/** Everything that a path of the pretend PSE may use. */
export interface PseAvanzaWorld extends FaultySide {
  readonly account: PseAvanzaAccount;
  readonly now: () => Date;
  readonly collector: Collector;
  readonly tokens: BearerTokens;
}
