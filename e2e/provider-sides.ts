import type { JournalLine } from './sandbox-client.js';

/** What the providers' journals say of one payment, whose vouchers are known by its description. */
export interface ProviderSide {
  /** Taken and not given back, minor units. */
  readonly held: number;
  /** The most vouchers at a time that somebody could still pay, or had paid. */
  readonly mostLive: number;
}

interface Running extends ProviderSide {
  readonly live: number;
}

/** After these nobody can pay a voucher any more. */
const ENDS = new Set<JournalLine['kind']>(['expired', 'cancelled', 'rejected']);

const NOTHING: Running = { held: 0, live: 0, mostLive: 0 };

/** The journals' side of every payment. */
export function providerSides(journal: readonly JournalLine[]): Map<string, ProviderSide> {
  const owners = new Map<string, string>();
  const ended = new Set<string>();
  const sides = new Map<string, Running>();
  const change = (owner: string, { held = 0, live = 0 }: Partial<Running>) => {
    const side = sides.get(owner) ?? NOTHING;
    const now = side.live + live;
    const mostLive = Math.max(side.mostLive, now);
    sides.set(owner, { held: side.held + held, live: now, mostLive });
  };
  for (const line of journal) {
    const code = `${line.protocol} ${line.code}`;
    if (line.kind === 'voucher_issued') {
      const { descripcion, description } = line.details ?? {};
      const owner = String(descripcion ?? description);
      owners.set(code, owner);
      change(owner, { live: 1 });
      continue;
    }
    const owner = owners.get(code) ?? 'nobody';
    if (line.kind === 'paid') change(owner, { held: line.amountMinor });
    else if (line.kind === 'reversed') change(owner, { held: -line.amountMinor });
    else if (ENDS.has(line.kind) && !ended.has(code)) {
      ended.add(code);
      change(owner, { live: -1 });
    }
  }
  return sides;
}
