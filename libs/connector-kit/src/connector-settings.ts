import type { ClientCertificate } from './calls/client-certificates.schema.js';
import type { RouteTerms } from './terms/route-terms.schema.js';

/** Timings of a connector service, in milliseconds, and the terms of its routes. */
export interface ConnectorSettings {
  /** Pauses since a voucher was issued after which it is asked about, the last one repeats; null: the rail's. */
  readonly pollScheduleMs: readonly number[] | null;
  /** How often the settlement source is looked at. */
  readonly settlementPollMs: number;
  /** How many collection days back are looked at. */
  readonly settlementDays: number;
  /** How long money for an unknown reference waits for its payment before it is stated as nobody's. */
  readonly unmatchedAfterMs: number;
  /** Pauses before a callback that the provider did not confirm is looked at again; the last one repeats. */
  readonly callbackRetryMs: readonly number[];
  /** Longest wait of a till: then it is told to ask again. */
  readonly tillAnswerMs: number;
  /** Routes that may lose their tills although payers hold vouchers for them. */
  readonly tillsGivenUp: readonly string[];
  /** How old a list of banks may become before it is asked for again. */
  readonly banksRefreshMs: number;
  /** What providers that ask for it are shown, by protocol. */
  readonly clientCertificates: ReadonlyMap<string, ClientCertificate>;
  /** What holds of routes from which day on; entries of other services' routes are passed over. */
  readonly terms: readonly RouteTerms[];
}
