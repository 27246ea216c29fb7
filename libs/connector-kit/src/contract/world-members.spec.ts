import { PretendProvider } from '../fixtures/pretend-provider.js';
import { CallbackListener } from './callback-listener.js';
import { connectorContract } from './connector-contract.js';
import { SandboxContractWorld } from './sandbox-contract-world.js';
import { worldProblem } from './world-members.js';

const worldOf = () =>
  SandboxContractWorld.openWith(new CallbackListener([]), 'http://127.0.0.1', {
    protocol: 'pretend',
    hasLogIn: false,
    secrets: [],
    connect: () => new PretendProvider(() => new Date()),
    referenceOf: () => '',
    received: () => ({ name: null, description: null }),
    toUnknownState: (reply) => reply,
    toAnotherReference: (reply) => reply,
    tamper: (callback) => callback,
  });

describe('a world of the contract', () => {
  it('is held to, when it has all that this version asks for', () => {
    expect(worldProblem(worldOf())).toBeNull();
  });

  it('is told in one sentence what it lacks and what for, before any case runs', () => {
    const world = Object.assign(worldOf(), { respelt: undefined, expire: undefined });
    const problem =
      'the world lacks what version 2 of the contract asks for: ' +
      '`respelt` (writes our reference otherwise, wherever it stands in an answer); ' +
      '`driver.expire` (ends the time of what nobody has paid)';
    expect(worldProblem(world)).toBe(problem);
    expect(() => connectorContract(world as never)).toThrow(problem);
  });

  it('is told that it has no driver at all', () => {
    expect(worldProblem({ ...worldOf(), driver: undefined })).toContain('`driver` (the other side');
  });
});
