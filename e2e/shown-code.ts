import type { Payment } from './api-client.js';

/** By which protocol a payment got what its payer was shown. */
export function protocolOf({ attempts }: Payment): string {
  return attempts.at(-1)?.route.split('.').at(-1) ?? '';
}

/** What a payer was shown: a counter's code, or the number of a session at the bank. */
export function codeOf({ instruction }: Payment): string | null {
  if (instruction === null) return null;
  if (instruction.kind !== 'redirect') return instruction.code;
  return new URL(instruction.url ?? '').pathname.split('/').at(-1) ?? null;
}
