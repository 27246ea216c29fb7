import { nextState, STATE_EVENTS, STATES, statusOf, type PaymentState } from './payment-state.js';

const states = Object.keys(STATES) as PaymentState[];

/** The whole table again, written by hand in another shape: one row a state, one column an event. */
const EXPECTED: Record<PaymentState, string> = {
  //               submitted issued  outcome_unknown not_issued expired cancelled part all reversed
  created: 'submitted - - failed - - partially_paid paid reversed',
  submitted: 'submitted pending unresolved failed expired cancelled partially_paid paid reversed',
  unresolved: 'submitted pending unresolved failed expired cancelled partially_paid paid reversed',
  pending: '- pending pending failed expired cancelled partially_paid paid reversed',
  partially_paid: '- partially_paid partially_paid - - - partially_paid paid reversed',
  paid: '- paid paid - - - partially_paid paid reversed',
  expired: '- expired expired - expired - partially_paid paid reversed',
  cancelled: '- cancelled cancelled - - cancelled partially_paid paid reversed',
  failed: '- failed failed failed - - partially_paid paid reversed',
  reversed: '- reversed reversed - - - partially_paid paid reversed',
};

describe('the life of a payment', () => {
  for (const state of states) {
    const row = EXPECTED[state].split(' ');
    STATE_EVENTS.forEach((event, column) => {
      const expected = row[column] === '-' ? null : row[column];
      it(`${state} × ${event} → ${expected ?? 'refused'}`, () => {
        expect(nextState(state, event)).toBe(expected);
      });
    });
  }

  it('never refuses money, whatever the state', () => {
    for (const state of states) {
      expect(nextState(state, 'all_received')).toBe('paid');
      expect(nextState(state, 'part_received')).toBe('partially_paid');
    }
  });

  it('reaches every state from created', () => {
    const reached = new Set<PaymentState>(['created']);
    for (const state of reached) {
      for (const event of STATE_EVENTS) {
        const next = nextState(state, event);
        if (next !== null) reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('lets nothing but money move a closed payment', () => {
    const moneyEvents = new Set(['part_received', 'all_received', 'all_reversed']);
    for (const state of states.filter((candidate) => STATES[candidate].isClosed)) {
      for (const event of STATE_EVENTS.filter((candidate) => !moneyEvents.has(candidate))) {
        expect([null, state]).toContain(nextState(state, event));
      }
    }
  });

  it('shows processing until an outcome is known', () => {
    expect(['created', 'submitted', 'unresolved'].map((s) => statusOf(s as PaymentState))).toEqual([
      'processing',
      'processing',
      'processing',
    ]);
  });
});
