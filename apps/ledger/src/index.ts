export { ACCOUNT_PATTERNS } from './accounts/chart-of-accounts.js';
export { ledgerConfigSchema, type LedgerVariables } from './config.js';
export { LEDGER_ERRORS } from './errors.js';
export { LedgerContext } from './ledger-context.js';
export { LEDGER_SERVICE, ledgerStorage } from './ledger-storage.module.js';
export { LedgerModule } from './ledger.module.js';
export { TRANSACTION_KINDS } from './posting/posting.js';
export { verifyLedger } from './reports/verify-ledger.service.js';
