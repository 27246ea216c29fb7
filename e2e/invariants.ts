import { until, type ApiClient } from './api-client.js';
import type { SandboxClient } from './sandbox-client.js';

interface Account {
  readonly code: string;
  readonly balance: { value: number; currency: string };
}

interface TrialBalance {
  readonly accounts: readonly Account[];
  readonly totals: readonly { currency: string; total: { value: number } }[];
}

/** Balances by account code, debits positive, minor units of COP. */
export async function balances(operator: ApiClient): Promise<Map<string, number>> {
  const { accounts } = await operator.get<TrialBalance>('/v1/ledger/trial-balance');
  return new Map(accounts.map((account) => [account.code, account.balance.value]));
}

/** What the providers' own journals say they hold for us: taken and not given back. */
export async function heldByProviders(sandbox: SandboxClient): Promise<number> {
  const journal = await sandbox.journal();
  return journal.reduce((sum, line) => {
    if (line.kind === 'paid') return sum + line.amountMinor;
    return line.kind === 'reversed' ? sum - line.amountMinor : sum;
  }, 0);
}

/** What the ledger says the providers took for us: its receivables before their fees. */
export function grossReceivable(accounts: ReadonlyMap<string, number>): number {
  const receivables = [...accounts].filter(([code]) => /^psp\..+\.receivable$/.test(code));
  const fees = (accounts.get('expense.provider_fee') ?? 0) + (accounts.get('tax.iva_input') ?? 0);
  return receivables.reduce((sum, [, balance]) => sum + balance, fees);
}

/**
 * Holds after every story: the books balance, every invariant of the ledger stands, and the ledger has
 * every peso that the providers' journals say was taken, once.
 */
export async function expectEveryPesoOwned(
  operator: ApiClient,
  sandbox: SandboxClient,
): Promise<void> {
  const held = await heldByProviders(sandbox);
  const accounts = await until(
    () => balances(operator),
    (current) => grossReceivable(current) === held,
    20_000,
    (last) =>
      `the providers hold ${held}, the ledger says ${grossReceivable(last)}: ${JSON.stringify([...last])}`,
  );
  const sum = [...accounts.values()].reduce((total, value) => total + value, 0);
  if (sum !== 0) throw new Error(`the ledger is out of balance by ${sum}`);
  const report = await operator.call<{ ok: boolean }>('POST', '/v1/ledger/verify', {
    body: {},
    headers: { 'idempotency-key': `verify-${Date.now()}` },
  });
  if (!report.body.ok)
    throw new Error(`the ledger does not verify: ${JSON.stringify(report.body)}`);
}

/** No payment has more than one voucher that could be paid, by the providers' own journals. */
export async function expectOneVoucherEach(
  sandbox: SandboxClient,
  payments: number,
): Promise<void> {
  const references = async () => {
    const issued = (await sandbox.journal()).filter((line) => line.kind === 'voucher_issued');
    const different = new Set(issued.map((line) => line.reference));
    if (issued.length !== different.size) throw new Error('a reference was issued twice');
    return different.size;
  };
  // On a busy machine some are still being found out.
  await until(
    references,
    (count) => count >= payments,
    30_000,
    (count) => `${payments} payments have ${count} vouchers`,
  );
  const count = await references();
  if (count !== payments) throw new Error(`${payments} payments have ${count} vouchers`);
}
