/** How confirmations behave until the mode is changed. */
export const CALLBACK_MODES = {
  normal:
    'each change of state is told once, at once; again on the retry schedule unless answered 2xx',
  drop: 'nothing is sent, retries neither; flush sends it',
  duplicate: 'each confirmation is sent `copies` times, `parallel` at once',
  delay: 'each confirmation waits `delayMs`, or for a flush',
  reorder: 'confirmations of one reference wait for a second one, then the later state goes first',
  before_reply:
    'the voucher is confirmed as pending before its request is answered; with `pay`, paid too',
  forged: 'instead of each confirmation, one with a wrong signature goes out that claims a payment',
} as const satisfies Record<string, string>;

export type CallbackMode = keyof typeof CALLBACK_MODES;

export const CALLBACK_MODE_NAMES = Object.keys(CALLBACK_MODES) as [CallbackMode, ...CallbackMode[]];

export interface CallbackSettings {
  readonly mode: CallbackMode;
  readonly copies: number;
  readonly parallel: number;
  readonly delayMs: number;
  /** `before_reply` only: the voucher is also paid before its request is answered. */
  readonly pay: boolean;
  /** Whether a voucher that was just issued is confirmed as pending. */
  readonly pending: boolean;
}

/** Modes that make no sense without a confirmation of the pending voucher. */
const NEEDS_PENDING: readonly CallbackMode[] = ['reorder', 'before_reply', 'forged'];

/** The settings of a mode, with what was not asked for filled in. */
export function callbackSettings(
  mode: CallbackMode,
  asked: { readonly [K in keyof CallbackSettings]?: CallbackSettings[K] | undefined } = {},
): CallbackSettings {
  return {
    mode,
    copies: asked.copies ?? 100,
    parallel: asked.parallel ?? 50,
    delayMs: asked.delayMs ?? 5_000,
    pay: asked.pay ?? false,
    pending: asked.pending ?? NEEDS_PENDING.includes(mode),
  };
}
