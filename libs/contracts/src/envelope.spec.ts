import { decodeMessage, encodeMessage, MalformedMessageError, type Message } from './envelope.js';
import { MESSAGE_TYPES, TOPIC_TABLE, TOPICS } from './topics.js';

const occurredAt = new Date('2026-11-20T15:00:00.000Z');

function fact(): Message<'connector.fact'> {
  return {
    id: 'msg_1',
    type: 'connector.fact',
    version: 1,
    occurredAt,
    key: 'pay_1',
    sequence: null,
    traceparent: null,
    data: {
      factId: 'fact_1',
      route: 'efecty.epayco',
      reference: '12345',
      paymentId: 'pay_1',
      attemptId: 'att_1',
      kind: 'paid',
      providerTransactionId: '101645839',
      amount: { minor: 8_500_000n, currency: 'COP' },
      occurredAt,
      source: 'callback',
    },
  };
}

const onWire = JSON.parse(JSON.stringify(encodeMessage(fact())));

describe('messages', () => {
  it('come back as they were sent, bigint and Date included', () => {
    const wire = JSON.parse(JSON.stringify(encodeMessage(fact())));
    expect(wire.data.amount).toEqual({ minor: 8_500_000, currency: 'COP' });
    expect(wire.data.occurredAt).toBe('2026-11-20T15:00:00.000Z');
    expect(decodeMessage(wire)).toEqual(fact());
  });

  it('drop fields that a newer sender added', () => {
    const wire = JSON.parse(JSON.stringify(encodeMessage(fact())));
    wire.data.colour = 'green';
    expect(decodeMessage(wire)).toEqual(fact());
  });

  it.each([
    ['an unknown type', { type: 'connector.gossip' }],
    ['a name of Object.prototype', { type: 'constructor' }],
    ['a newer version', { version: 2 }],
    ['a missing key', { key: '' }],
    ['a sequence of zero', { sequence: 0 }],
    ['no data', { data: null }],
    ['an unsafe amount', { data: { ...onWire.data, amount: { minor: 2 ** 53, currency: 'COP' } } }],
    ['a fractional amount', { data: { ...onWire.data, amount: { minor: 0.5, currency: 'COP' } } }],
    ['an unknown kind of fact', { data: { ...onWire.data, kind: 'probably_paid' } }],
    ['a route without a protocol', { data: { ...onWire.data, route: 'efecty' } }],
  ])('are refused with %s', (_, change) => {
    expect(() => decodeMessage({ ...onWire, ...change })).toThrow(MalformedMessageError);
  });

  it('are refused before they are sent when the sender is wrong', () => {
    const wrong = fact();
    wrong.data.amount.minor = 2n ** 60n;
    expect(() => encodeMessage(wrong)).toThrow(MalformedMessageError);
  });
});

describe('tables', () => {
  it('describe every topic', () => {
    for (const topic of Object.values(TOPICS)) expect(TOPIC_TABLE).toHaveProperty([topic]);
  });

  it('give every type a family and a version', () => {
    for (const [type, { version }] of Object.entries(MESSAGE_TYPES)) {
      expect(type).toMatch(/^[a-z]+\.[a-z_]+$/);
      expect(version).toBeGreaterThanOrEqual(1);
    }
  });
});
