/** What a connector calls out with: bounded in time, and recorded. */
export interface ProviderCall {
  /** Aborts when the deadline of the whole call has passed. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /**
   * Sends one request, once.
   *
   * @returns the whole answer, of any status
   * @throws ConnectorError whose outcome is `not_sent` exactly when nothing was handed to the network
   */
  send(request: ProviderRequest): Promise<ProviderReply>;
}

/** One HTTP request to a provider. */
export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /**
   * `execute` may change something at the provider: once one was handed over, the operation cannot end as
   * `not_sent`. A `log_in` that fails leaves the operation unsent; a `read` changes nothing.
   */
  readonly purpose: 'log_in' | 'read' | 'execute';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Values that are taken out of the record wherever they stand, in the answer too. */
  readonly secrets?: readonly string[];
}

/** A whole answer, of any status. */
export interface ProviderReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
