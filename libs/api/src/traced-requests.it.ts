import { captureLogger, fixedClock, testDatabase } from '@cauce/testing';
import { openService, type SampleService } from '../test/open-service.js';
import { sampleMigrations } from '../test/sample-service.js';

const CALLER_TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('a request', () => {
  const log = captureLogger();
  let service: SampleService;

  beforeAll(async () => {
    service = await openService({
      database: await testDatabase({ service: 'sample', migrations: sampleMigrations }),
      clock: fixedClock('2026-11-20T15:00:00Z'),
      logger: log.logger,
    });
  });
  afterAll(() => service.close());

  /** The trace that its handler is in, and its log line. */
  async function traced(headers: Record<string, string>) {
    const { body } = await service.app.inject({
      method: 'POST',
      url: '/edge/traced',
      headers: { 'content-type': 'application/json', ...headers },
      payload: '{"a":1}',
    });
    const { step } = JSON.parse(body) as { step: string };
    return { traceId: step.split('-')[1], line: log.lines.at(-1) };
  }

  it('begins a trace of its own, and its line says which one the caller is in', async () => {
    const { traceId, line } = await traced({
      traceparent: `00-${CALLER_TRACE_ID}-00f067aa0ba902b7-01`,
    });
    expect(line).toMatchObject({ msg: 'request served', traceId, callerTraceId: CALLER_TRACE_ID });
    expect(traceId).not.toBe(CALLER_TRACE_ID);
  });

  it('begins another one each time, whatever nonsense is sent', async () => {
    const [first, second] = [await traced({}), await traced({ traceparent: 'nonsense' })];
    expect(second.line).toMatchObject({ traceId: second.traceId });
    expect(second.line).not.toHaveProperty('callerTraceId');
    expect(second.traceId).not.toBe(first.traceId);
  });
});
