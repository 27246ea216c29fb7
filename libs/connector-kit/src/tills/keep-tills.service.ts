import { ConfigError } from '@cauce/config';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';

/** Vouchers of a route that somebody may stand at a till with, and until when. */
interface WaitingRow {
  readonly route: string;
  readonly vouchers: number;
  readonly until: Date;
}

const WAITING = `
select v.route, count(*)::int as vouchers, max(greatest(v.expires_at, t.held_until)) as until
from voucher v
left join till_transaction t
  on t.route = v.route and t.reference = v.reference and t.is_holding and t.status = 'registered'
where v.is_for_tills and v.instruction is not null and v.closed_at is null and not v.is_paid
  and greatest(v.expires_at, t.held_until) > $1 and v.route <> all ($2)
group by v.route order by v.route`;

/** Sees that tills find somebody to ask about every voucher that they may be shown. */
@Injectable()
export class KeepTillsService implements OnApplicationBootstrap {
  constructor(private readonly context: ConnectorContext) {}

  /** @throws ConfigError where a route has lost its tills while payers hold vouchers for them */
  async onApplicationBootstrap(): Promise<void> {
    const { clock, connectors, database, settings } = this.context;
    const asked = connectors.flatMap(({ route, tills }) => (tills === undefined ? [] : [route]));
    const parameters = [clock.now(), [...asked, ...settings.tillsGivenUp]];
    const waiting = await database.reads.query<WaitingRow>(WAITING, parameters);
    if (waiting.length === 0) return;
    throw new ConfigError(
      waiting.map(
        ({ route, vouchers, until }) =>
          `${route}: payers may show ${vouchers} vouchers to its tills until ${until.toISOString()}, and nobody ` +
          'would answer them; configure its network again and drain the route until then, or give its tills up ' +
          'with CAUCE_TILLS_GIVEN_UP',
      ),
    );
  }
}
