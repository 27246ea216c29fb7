import { wholeContract } from './connector-contract.js';
import {
  CAPABILITIES,
  heldTo,
  offeredBy,
  type Capability,
  type CapabilityCase,
} from './contract-case.js';
import type { ContractWorld } from './contract-world.js';

/** A connector that ignores every deadline of a case fails it then. */
const CASE_MS = 60_000;

/** What one case of the contract came to. */
export interface CaseResult {
  readonly capability: Capability;
  readonly name: string;
  /** Null when the connector does what it must, or was not asked. */
  readonly failure: string | null;
  /** Why it was not run: what the provider does not do, by the word of the world. Null for a case that was. */
  readonly notOffered: string | null;
  readonly durationMs: number;
}

/** What a connector's contract came to, capability by capability. */
export interface ContractReport {
  readonly route: string;
  readonly isPassed: boolean;
  readonly capabilities: readonly {
    readonly name: Capability;
    /** What is not offered has no cases: the absence of an optional member. */
    readonly isOffered: boolean;
    /** What is offered and not held has no cases either: a route with tills, which has more of a provider besides. */
    readonly isHeld: boolean;
    readonly passed: number;
    readonly failed: number;
    /** Cases that were not run, and are in neither number. */
    readonly notOffered: number;
  }[];
  readonly cases: readonly CaseResult[];
}

/**
 * Runs the whole contract, one case after another, without a test runner.
 *
 * @param told is told of each case when it is over
 */
export async function runContract(
  world: ContractWorld,
  told: (result: CaseResult) => void,
): Promise<ContractReport> {
  const { connector } = world;
  const cases: CaseResult[] = [];
  for (const one of wholeContract(world)) {
    const result = await resultOf(one);
    cases.push(result);
    told(result);
  }
  const capabilities = CAPABILITIES.map((name) => {
    const own = cases.filter(({ capability }) => capability === name);
    const failed = own.filter((one) => one.failure !== null).length;
    const notOffered = own.filter((one) => one.notOffered !== null).length;
    const passed = own.length - failed - notOffered;
    const [isOffered, isHeld] = [offeredBy(connector, name), heldTo(connector, name)];
    return { name, isOffered, isHeld, passed, failed, notOffered };
  });
  const isPassed = cases.every(({ failure }) => failure === null);
  return { route: connector.route, isPassed, capabilities, cases };
}

async function resultOf(one: CapabilityCase): Promise<CaseResult> {
  const { capability, name, notOffered = null } = one;
  const from = performance.now();
  const failure = notOffered === null ? await failureOf(() => one.run()) : null;
  const durationMs = Math.round(performance.now() - from);
  return { capability, name, failure, notOffered, durationMs };
}

async function failureOf(run: () => Promise<void>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${CASE_MS} ms`)), CASE_MS);
  });
  try {
    await Promise.race([run(), late]);
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } finally {
    clearTimeout(timer);
  }
}
