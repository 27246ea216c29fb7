import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';

/** Operating-system user that the server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const CANDIDATES = ['postgres', 'nobody'] as const;

/**
 * PostgreSQL refuses to run as root. As root we lend it an unprivileged account that is already there;
 * we never create one.
 *
 * @param dataDir - an existing cluster, or null: as root it is run by whoever owns it
 * @returns null when this process is not root: then the server simply runs as this user
 */
export function serverAccount(dataDir: string | null): Account | null {
  if (process.getuid?.() !== 0) return null;
  const owner = dataDir === null ? undefined : statSync(dataDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readAccounts(readFileSync('/etc/passwd', 'utf8'));
  for (const name of CANDIDATES) {
    const account = accounts.get(name);
    if (account !== undefined) return account;
  }
  throw new Error(
    `PostgreSQL does not run as root, and /etc/passwd has none of the users ${CANDIDATES.join(', ')}: run Cauce as an ordinary user, or add one of them`,
  );
}

/** Users by name from the text of /etc/passwd, root left out. */
export function readAccounts(passwd: string): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === undefined || !/^\d+$/.test(uid ?? '') || uid === '0') continue;
    accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/** Hands a file that root made over to the account that works with it. */
export function give(path: string, account: Account | null): void {
  if (account !== null) chownSync(path, account.uid, account.gid);
}

/** Whether the account may enter a folder; asked of the system itself, which knows every rule. */
export function canEnter(account: Account | null, folder: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], {
    ...runAs(account),
    stdio: 'ignore',
  });
  return status === 0;
}

/** Spawn options that make a program run as the account, in a folder and environment that it can use. */
export function runAs(account: Account | null): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: Record<string, string>;
} {
  const surroundings = { cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };
  return account === null ? surroundings : { ...surroundings, uid: account.uid, gid: account.gid };
}
