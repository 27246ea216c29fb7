import { createLogger } from '@cauce/observability';
import { Database, type MigrationClass } from '@cauce/database';
import { testDatabaseUrl } from '@cauce/testing';

export async function openSample(migrations: MigrationClass[]): Promise<Database> {
  const logger = createLogger({ service: 'sample', level: 'silent' });
  return Database.open({ url: await testDatabaseUrl(), service: 'sample', migrations, logger });
}

/** A clock that stands still until it is moved. */
export function tickingClock(start: string) {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    advance: (ms: number) => {
      at += ms;
    },
  };
}
