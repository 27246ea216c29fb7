export type { AchKeys } from './pse-avanza.envelope.js';
