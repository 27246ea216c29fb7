import { VOUCHER_COLUMNS } from './vouchers/voucher-row.js';

/** SQL that locks the callback that is due first; $1 is now, $2 the routes whose callbacks are passed over. */
export const FIRST_DUE_CALLBACK = firstDue('callback_inbox', 'due_at', 'id');

/** The same of vouchers. */
export const FIRST_DUE_VOUCHER = firstDue('voucher', 'next_poll_at', VOUCHER_COLUMNS);

/**
 * While a provider hangs, what is due of its route piles up before all else, so that the rows are not gone through
 * one by one: what each route has first is found by the table's index on (route, due time), one step a route.
 * Routes are those of the rows: those of one that is not hosted any more are taken as well.
 */
function firstDue(table: string, dueAt: string, columns: string): string {
  return `
    with recursive head (route, due_at) as (
      (select route, ${dueAt} from ${table} where ${dueAt} is not null order by route, ${dueAt} limit 1)
      union all
      select next.* from head cross join lateral (
        select route, ${dueAt} from ${table} where ${dueAt} is not null and route > head.route
        order by route, ${dueAt} limit 1) as next
    )
    select due.* from (
      select * from head where due_at <= $1 and route <> all ($2::text[]) order by due_at, route
    ) as open cross join lateral (
      -- Rows that another worker has taken are passed over, so that every worker gets one of its own. As the
      -- routes come in order, the first row ends the search: no row of another one is locked.
      select ${columns} from ${table} where route = open.route and ${dueAt} <= $1
      order by ${dueAt} limit 1 for update skip locked
    ) as due
    order by open.due_at, open.route limit 1`;
}
