import type { JournalLine } from './sandbox-client.js';

/** What the providers' journals say of one payment, whose vouchers are known by its description. */
export interface ProviderSide {
  /** Taken and not given back, minor units. */
  readonly held: number;
  /** Vouchers that somebody could still pay, or has paid. */
  readonly live: number;
}

/** The journals' side of every payment. */
export function providerSides(journal: readonly JournalLine[]): Map<string, ProviderSide> {
  const owners = new Map<string, string>();
  const ended = new Set<string>();
  const sides = new Map<string, { held: number; live: number }>();
  for (const line of journal) {
    const code = `${line.protocol} ${line.code}`;
    if (line.kind === 'voucher_issued') {
      const { descripcion, description } = line.details ?? {};
      const owner = String(descripcion ?? description);
      owners.set(code, owner);
      const side = sides.get(owner) ?? { held: 0, live: 0 };
      sides.set(owner, { ...side, live: side.live + 1 });
      continue;
    }
    const owner = owners.get(code) ?? 'nobody';
    const side = sides.get(owner) ?? { held: 0, live: 0 };
    if (line.kind === 'paid') sides.set(owner, { ...side, held: side.held + line.amountMinor });
    else if (line.kind === 'reversed') {
      sides.set(owner, { ...side, held: side.held - line.amountMinor });
    } else if (!ended.has(code)) {
      ended.add(code);
      sides.set(owner, { ...side, live: side.live - 1 });
    }
  }
  return sides;
}
