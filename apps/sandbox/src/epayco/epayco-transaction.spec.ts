import { NOW } from '../fixtures/sandbox-under-test.js';
import { pesos, ProviderUnderTest } from '../fixtures/provider-under-test.js';
import { epaycoTransaction } from './epayco-transaction.js';
import { NO_DETAILS } from './voucher-details.schema.js';

describe('a transaction in ePayco’s words', () => {
  it('has a number of its own that stays the same through all states', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    const pending = epaycoTransaction(issued);
    expect(pending.transactionId).toBe(`${issued.id}${NOW.getTime() / 1_000}`);
    world.pass(1);
    expect(epaycoTransaction(world.pay(issued.code)).transactionId).toBe(pending.transactionId);
  });

  it('is approved with six digits once it is paid, and with zeros before', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    expect(epaycoTransaction(issued)).toMatchObject({ state: 3, approvalCode: '000000' });
    const { state, approvalCode } = epaycoTransaction(world.pay(issued.code));
    expect([state, approvalCode]).toEqual([1, String(issued.id % 1_000_000).padStart(6, '0')]);
  });

  it('repeats what came in the request, and nothing about money of nobody', () => {
    const world = new ProviderUnderTest();
    expect(epaycoTransaction(world.issue()).details).toMatchObject({ nombres: 'Ana María' });
    const { transaction } = world.collector.payStray({
      reference: '99999',
      network: 'gana',
      amount: pesos(7),
      paidAt: null,
      callback: null,
    });
    expect(epaycoTransaction(transaction)).toMatchObject({ code: null, details: NO_DETAILS });
  });

  it('cannot be of a network that ePayco does not have', () => {
    const issued = new ProviderUnderTest().issue();
    expect(() => epaycoTransaction({ ...issued, network: 'oxxo' })).toThrow('no network oxxo');
  });
});
