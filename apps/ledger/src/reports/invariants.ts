/** An invariant of the books: a query that finds what breaks it. Each row is one violation, as text. */
export interface Invariant {
  readonly name: string;
  readonly sql: string;
}

/**
 * What must hold at any time. Each query answers (count, examples) over the rows that break it; none reads
 * more into memory than a handful of examples.
 */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'every transaction sums to zero in each currency',
    sql: `select transaction_id || ' is off by ' || sum(amount_minor) || ' ' || currency as violation
          from entry group by transaction_id, currency having sum(amount_minor) <> 0`,
  },
  {
    name: 'all balances sum to zero in each currency',
    sql: `select a.currency || ' is off by ' || sum(b.balance_minor) as violation
          from balance b join account a on a.id = b.account_id
          group by a.currency having sum(b.balance_minor) <> 0`,
  },
  {
    name: 'a balance is the sum of its entries, and their count its version',
    sql: `select a.code || ' ' || a.currency || ': balance ' || b.balance_minor || ', entries '
            || coalesce(sum(e.amount_minor), 0) as violation
          from balance b join account a on a.id = b.account_id
          left join entry e on e.account_id = b.account_id
          group by a.code, a.currency, b.balance_minor, b.version
          having b.balance_minor <> coalesce(sum(e.amount_minor), 0) or b.version <> count(e.version)`,
  },
  {
    name: 'versions of an account run from 1 without gaps, and running balances chain',
    sql: `select 'account ' || account_id || ' version ' || version as violation from (
            select account_id, version, amount_minor, balance_after_minor,
              lag(version, 1, 0::bigint) over w as before_version,
              lag(balance_after_minor, 1, 0::bigint) over w as before_balance
            from entry window w as (partition by account_id order by version)) chain
          where version <> before_version + 1
             or balance_after_minor <> before_balance + amount_minor`,
  },
  {
    name: 'an entry has its account, its balance and its transaction, in the account’s currency',
    sql: `select 'entry ' || e.account_id || '/' || e.version as violation
          from entry e left join account a on a.id = e.account_id
          left join balance b on b.account_id = e.account_id
          left join transaction t on t.id = e.transaction_id
          where a.id is null or b.account_id is null or t.id is null or a.currency <> e.currency`,
  },
  {
    name: 'a transaction has at least two entries',
    sql: `select t.id as violation from transaction t
          where (select count(*) from entry e where e.transaction_id = t.id) < 2`,
  },
  {
    name: 'a fact is posted by one message',
    sql: `select fact_id || ' as ' || kind as violation from transaction
          where kind in ('payment_received', 'partial_payment_received', 'late_payment_received',
            'duplicate_payment_received', 'unidentified_receipt')
          group by fact_id, kind having count(distinct source_id) > 1`,
  },
];
