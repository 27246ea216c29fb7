import type { DevelopmentKeys } from '../development-keys.js';

/** Where the system of the story answers, and its keys. */
export interface DemoWorld {
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  readonly keys: DevelopmentKeys;
}
