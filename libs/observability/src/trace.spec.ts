import { createLogger } from './logger.js';
import { currentStep, inTrace, nextStep, stepAfter, traceIdOf } from './trace.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

describe('a step', () => {
  it('is of the trace of the step before, and one of its own', () => {
    const step = nextStep(PARENT);
    expect(step).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`));
    expect(step).not.toBe(PARENT);
  });

  it('is of no trace after one of none', () => {
    expect(stepAfter(null)).toBeNull();
    expect(traceIdOf(stepAfter(PARENT))).toBe(TRACE_ID);
  });

  it.each([
    null,
    '',
    'nonsense',
    PARENT.toUpperCase(),
    `ff${PARENT.slice(2)}`,
    `${PARENT}-x`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
  ])('begins a trace after %j', (parent) => {
    expect(traceIdOf(parent)).toBeNull();
    const traceId = traceIdOf(nextStep(parent));
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toBe(TRACE_ID);
  });
});

describe('work in a trace', () => {
  it('knows its step, and so does what it starts; nothing else does', async () => {
    const seen = await inTrace(PARENT, async () => {
      await Promise.resolve();
      return [currentStep(), inTrace(null, currentStep)];
    });
    expect(seen).toEqual([PARENT, null]);
    expect(currentStep()).toBeNull();
  });

  it('has the id of the trace in its log lines', () => {
    const lines: Record<string, unknown>[] = [];
    const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
    const logger = createLogger({ service: 'x', level: 'info', destination });
    inTrace(PARENT, () => logger.info({ paymentId: 'pay_1' }, 'inside'));
    inTrace(PARENT, () => logger.child({ part: 'child' }).info('inside too'));
    inTrace(PARENT, () => logger.info('inside without fields'));
    logger.info('outside');
    expect(lines.map(({ msg, traceId }) => [msg, traceId])).toEqual([
      ['inside', TRACE_ID],
      ['inside too', TRACE_ID],
      ['inside without fields', TRACE_ID],
      ['outside', undefined],
    ]);
  });
});
