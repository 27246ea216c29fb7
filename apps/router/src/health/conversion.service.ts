import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';
import { conversions, type CohortRow, type Conversion } from './conversion.js';

/**
 * Payments whose vouchers have lived their time, by route and cohort. One that was paid waits for that too: what is
 * paid is known at once and what is not only in the end, so that the route whose vouchers live longer would look
 * better than it is. Those that a merchant cancelled or that were never issued say nothing about payers, and count
 * for nothing; so do those of which nobody knows how long they live. A cohort is a day in Bogota and a power of ten
 * of pesos.
 */
const COHORTS = `
select route, method as rail,
  to_char(created_at at time zone 'America/Bogota', 'YYYY-MM-DD') || ' ' ||
    floor(log(greatest(amount_minor, 1)))::int as cohort,
  (count(*) filter (where state in ('paid', 'partially_paid', 'reversed')))::int as paid,
  count(*)::int as ended
from payments
where created_at >= $1 and effective_expires_at <= $2 and route is not null
  and state in ('paid', 'partially_paid', 'reversed', 'expired')
group by 1, 2, 3`;

/** How well the vouchers of routes are paid: known after days, and no more than a preference. */
@Injectable()
export class ConversionService {
  private known: readonly Conversion[] = [];

  constructor(private readonly context: RouterContext) {}

  /** What was computed last. */
  get latest(): readonly Conversion[] {
    return this.known;
  }

  of(route: string): Conversion | null {
    return this.known.find((one) => one.route === route) ?? null;
  }

  /** Computes it again from the payments of the last days. */
  async refresh(): Promise<void> {
    const { clock, config, database } = this.context;
    const { windowMs, minimumEnded } = config.health.conversion;
    const now = clock.now().getTime();
    // A payment that is not paid expires after the grace: until then, the paid ones of its life would be alone.
    const span = [new Date(now - windowMs), new Date(now - config.expiryGraceMs)];
    this.known = conversions(await database.reads.query<CohortRow>(COHORTS, span), minimumEnded);
  }
}
