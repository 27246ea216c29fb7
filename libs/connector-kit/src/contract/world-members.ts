import type { Connector } from '../connector.js';
import type { ContractWorld, ProviderDriver } from './contract-world.js';

/**
 * Version of the contract, which is not that of plugins: it grows when a world or its driver must have more, and
 * then a package's `./contract` has to, while the package itself goes on as it is.
 */
export const CONTRACT_VERSION = 2;

type Needed<T> = {
  [Name in keyof T]-?: Pick<T, never> extends Pick<T, Name> ? never : Name;
}[keyof T];

/** What a world must have, and what for. */
const WORLD_MEMBERS = {
  connector: 'the connector that is tested',
  driver: 'the other side of the pretend provider',
  hasLogIn: 'whether the protocol logs in before it issues',
  hasSearch: 'whether finding by our reference is a request of its own',
  findsLost: 'whether a create whose answer was lost is found by our reference',
  opened: 'what stood in a record before it was sealed for its way',
  namesReference: 'whether the answer to a create says whose it is',
  payers: 'what may happen to money there',
  codeOf: 'what the driver pays an instruction by',
  secrets: 'credentials and keys, none of which may be recorded',
  today: 'the present day in Bogota',
  call: 'makes a call as the kit makes it',
  request: 'makes a payment that the provider takes',
  freshConnector: 'makes the same connector without anything that it remembers',
  withWrongKeys: 'makes the same connector with keys that the provider does not know',
  toUnknownState: 'changes the state in a status answer to one that nobody knows',
  toAnotherReference: 'changes the reference in the answer to a create',
  respelt: 'writes our reference otherwise, wherever it stands in an answer',
  tamper: 'changes what a callback says about money without its key',
} as const satisfies Record<Needed<ContractWorld>, string>;

/** What its driver must have, and what for. */
const DRIVER_MEMBERS = {
  fault: 'makes the next request of an operation fail',
  clearFaults: 'ends faults and manners of telling',
  pay: 'somebody pays',
  reverse: 'the counter takes the last payment back',
  expire: 'ends the time of what nobody has paid',
  issuedFor: 'how many vouchers the provider has for a reference',
  receivedFor: 'the texts that came with what was issued for a reference',
  callbackAbout: 'the first callback about a reference',
  callbacksAbout: 'the first callbacks about a reference, in their order',
  tell: 'how the provider tells',
  settle: 'writes the settlement file of a day',
} as const satisfies Record<Needed<ProviderDriver>, string>;

/** What is enough where tills ask, and no provider is asked. */
const WITH_TILLS = ['connector', 'secrets', 'call', 'request', 'freshConnector'];

/**
 * What a world lacks that this version of the contract asks for: one that was written for an earlier version, or
 * without a compiler.
 *
 * @returns a sentence that names every missing member and what it is for, or null for a world that has all
 */
export function worldProblem(world: object): string | null {
  const driver = Reflect.get(world, 'driver') as object | undefined;
  const connector = Reflect.get(world, 'connector') as Connector | undefined;
  const hasTills = connector?.tills !== undefined;
  const needed = Object.entries(WORLD_MEMBERS).filter(
    ([name]) => !hasTills || WITH_TILLS.includes(name),
  );
  const missing = [
    ...missingIn(world, Object.fromEntries(needed), ''),
    ...(hasTills || driver === undefined ? [] : missingIn(driver, DRIVER_MEMBERS, 'driver.')),
  ];
  if (missing.length === 0) return null;
  return `the world lacks what version ${CONTRACT_VERSION} of the contract asks for: ${missing.join('; ')}`;
}

function missingIn(holder: object, members: Readonly<Record<string, string>>, prefix: string) {
  return Object.entries(members).flatMap(([name, purpose]) =>
    Reflect.get(holder, name) === undefined ? [`\`${prefix}${name}\` (${purpose})`] : [],
  );
}
