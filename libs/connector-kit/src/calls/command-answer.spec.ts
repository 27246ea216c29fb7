import { CONNECTOR_ERRORS, ConnectorError, type ConnectorErrorKind } from '../connector-error.js';
import type { ProviderTransaction } from '../connector.js';
import { decisive, failedAnswer, statusAnswer } from './command-answer.js';

const one = (status: ProviderTransaction['status'], id: string = status): ProviderTransaction => ({
  providerTransactionId: id,
  reference: '17636',
  status,
  amount: { minor: 1n, currency: 'COP' },
  occurredAt: new Date(0),
});

describe('what became of a reference with several transactions', () => {
  const inOrder = ['paid', 'reversed', 'pending', 'rejected', 'expired', 'cancelled'] as const;

  it.each(inOrder.slice(0, -1).map((status, index) => [status, inOrder.slice(index + 1)] as const))(
    'is %s whatever the others are: %j',
    (status, weaker) => {
      for (const other of weaker) {
        expect(decisive([one(other), one(status)]).status).toBe(status);
        expect(decisive([one(status), one(other)]).status).toBe(status);
      }
    },
  );

  it('is no answer when there are none', () => {
    expect(() => decisive([])).toThrow('malformed_reply');
    expect(() => statusAnswer({ kind: 'found', transactions: [] }, null)).toThrow(
      'malformed_reply',
    );
  });

  it('is absent only when the provider says so', () => {
    expect(statusAnswer({ kind: 'absent' }, null)).toMatchObject({
      outcome: 'done',
      status: 'absent',
      providerTransactionId: null,
    });
  });
});

it.each(Object.keys(CONNECTOR_ERRORS) as ConnectorErrorKind[])(
  'a command that failed with %s is answered as its table says',
  (kind) => {
    const { outcome, reroute, countsAgainstHealth } = CONNECTOR_ERRORS[kind];
    expect(failedAnswer(new ConnectorError(kind, 'x'))).toEqual({
      outcome,
      reason: kind,
      reroutable: reroute,
      countsAgainstHealth,
      providerTransactionId: null,
      instruction: null,
      status: null,
    });
  },
);
