/** Timings of a connector service, in milliseconds. */
export interface ConnectorSettings {
  readonly pollScheduleMs: readonly number[];
  /** How often the settlement source is looked at. */
  readonly settlementPollMs: number;
  /** How many collection days back are looked at. */
  readonly settlementDays: number;
  /** How long money for an unknown reference waits for its payment before it is stated as nobody's. */
  readonly unmatchedAfterMs: number;
  /** Pauses before a callback is translated again when the provider did not confirm it yet. */
  readonly callbackRetryMs: readonly number[];
}
