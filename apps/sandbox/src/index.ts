export { startSandbox, type RunningSandbox, type SandboxOptions } from './start-sandbox.js';
export { readSandboxConfig } from './sandbox.config.js';
export { CALLBACK_MODES, type CallbackMode } from './callbacks/callback-mode.js';
export { FAULT_KINDS, type FaultKind, type FaultOperation } from './faults/fault-kinds.js';
export { SETTLEMENT_DEFECTS, type SettlementDefect } from './settlements/settlement-defect.js';
export type { JournalKind, JournalLine } from './journal/journal-line.schema.js';
