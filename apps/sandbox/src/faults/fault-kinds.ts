/** What providers are asked for; `any` stands for all of them, and not every provider has each. */
export const OPERATIONS = ['login', 'issue', 'status', 'search', 'cancel', 'banks'] as const;
export type Operation = (typeof OPERATIONS)[number];

export const FAULT_OPERATIONS = [...OPERATIONS, 'any'] as const;
export type FaultOperation = (typeof FAULT_OPERATIONS)[number];

/**
 * What can go wrong, and whether the provider has executed the request all the same. To the caller,
 * `drop_request` and `drop_reply` look alike.
 * @source a fault proxy between `fetch` and a stub: a swallowed request and a swallowed reply both time out
 */
export const FAULT_KINDS = {
  drop_request: { executes: false, text: 'nothing is executed and nothing is answered' },
  drop_reply: { executes: true, text: 'executed, and nothing is answered' },
  reset: { executes: true, text: 'executed, and the connection is reset instead of an answer' },
  http_500: { executes: false, text: 'status 500, nothing is executed' },
  http_500_after: { executes: true, text: 'executed, and status 500' },
  slow: {
    executes: true,
    text: 'executed, and answered as usual after delayMs, or once all is repaired',
  },
  reject: { executes: false, text: 'a refusal in the shape of the provider' },
  malformed: { executes: true, text: 'executed, and the JSON of the answer is cut off' },
  maintenance: { executes: false, text: 'status 503 with a page for people' },
} as const satisfies Record<string, { executes: boolean; text: string }>;

export type FaultKind = keyof typeof FAULT_KINDS;

export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]];
