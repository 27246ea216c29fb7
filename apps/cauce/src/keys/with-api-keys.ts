import { systemClock, type Environment } from '@cauce/config';
import { ApiKeysService, routerStorage } from '@cauce/router';
import { UsageError } from '../command.js';
import { withStore } from '../open-store.js';

const MERCHANT_ID = /^mer_[0-9a-z]{1,40}$/;

/** The one merchant that arguments name. @throws UsageError when they do not */
export function merchantIn(args: readonly string[]): string {
  const [id = ''] = args;
  if (args.length === 1 && MERCHANT_ID.test(id)) return id;
  throw new UsageError('a merchant is named by its id: mer_…');
}

/** Lets a command work on API keys, whether Cauce runs or not; a running one hears of changes. */
export function withApiKeys<T>(
  env: Environment,
  work: (apiKeys: ApiKeysService) => Promise<T>,
): Promise<T> {
  return withStore(env, routerStorage, (database) =>
    work(new ApiKeysService(database, systemClock)),
  );
}
