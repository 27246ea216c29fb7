import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The service may change what it has to and nothing else: what a break is about, what was matched with
 * what, and whose file it was, stay as they were written. What is over stays over.
 */
export class KeepWhatWasSaid1764600100000 implements MigrationInterface {
  readonly name = 'KeepWhatWasSaid1764600100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(ENDINGS);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const COLUMNS = `
revoke update on files, expected_items, matches, breaks, routes from cauce_reconciliation;
revoke delete on routes from cauce_reconciliation;
grant update (status, duplicate_of, lines_received, problems, decided_at) on files
  to cauce_reconciliation;
grant update (amount_minor) on expected_items to cauce_reconciliation;
grant update (undone_at) on matches to cauce_reconciliation;
grant update (kind, item_id, expected_minor, received_minor, difference_minor, status, owner,
  close_reason, changed_at, closed_at) on breaks to cauce_reconciliation;
`;

const ENDINGS = `
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is over and stays as it is', tg_argv[0], new.route;
end $$;
create trigger breaks_end before update on breaks
  for each row when (old.status = 'closed') execute function refuse_change('a break');
create trigger matches_end before update on matches
  for each row when (old.undone_at is not null) execute function refuse_change('a match');
create trigger files_end before update on files
  for each row when (old.status <> 'receiving'
    and (old.status, old.duplicate_of, old.problems, old.decided_at)
      is distinct from (new.status, new.duplicate_of, new.problems, new.decided_at))
  execute function refuse_change('the decision about a file');
`;
