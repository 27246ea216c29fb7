export type { AchKeys } from './pse-avanza.envelope.js';
export type { PayerDefaults } from './pse-avanza.payer.js';
export { PSE_CAUSES, PSE_STATES } from './pse-avanza.states.js';
export { PSE_POLL_SCHEDULE_MS, PSE_TIMING } from './pse-avanza.timing.js';
