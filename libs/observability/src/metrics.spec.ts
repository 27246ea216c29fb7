import { Metrics } from './metrics.js';

async function linesOf(metrics: Metrics, name: string): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith(name));
}

describe('metrics', () => {
  it('are written in the text format that Prometheus asks for', async () => {
    const metrics = new Metrics();
    metrics.counter('cauce_a_total', 'A', ['kind']).inc({ kind: 'x' }, 2);
    metrics.gauge('cauce_b', 'B').set({}, 1.5);
    metrics.histogram('cauce_c_seconds', 'C', [], [1, 2]).observe({}, 1.5);
    expect(await linesOf(metrics, 'cauce_a')).toEqual(['cauce_a_total{kind="x"} 2']);
    expect(await linesOf(metrics, 'cauce_b')).toEqual(['cauce_b 1.5']);
    expect(await linesOf(metrics, 'cauce_c_seconds_bucket')).toEqual([
      'cauce_c_seconds_bucket{le="1"} 0',
      'cauce_c_seconds_bucket{le="2"} 1',
      'cauce_c_seconds_bucket{le="+Inf"} 1',
    ]);
    expect(metrics.contentType).toContain('text/plain');
  });

  it('include what Node says of the process', async () => {
    expect(await linesOf(new Metrics(), 'nodejs_eventloop_lag_p99_seconds')).toHaveLength(1);
  });

  it('belong to one process each', async () => {
    new Metrics().counter('cauce_a_total', 'A').inc();
    expect(await linesOf(new Metrics(), 'cauce_a_total')).toEqual([]);
  });

  it.each(['payments_total', 'cauce_Payments_total', 'cauce-payments_total', 'cauce__total'])(
    'refuse the name %s',
    (name) => {
      expect(() => new Metrics().counter(name, 'A')).toThrow(/must/);
    },
  );

  it('refuse a counter that does not say so', () => {
    expect(() => new Metrics().counter('cauce_payments', 'A')).toThrow('must end in _total');
  });

  it('are the same when they are asked for twice', async () => {
    const metrics = new Metrics();
    metrics.counter('cauce_a_total', 'A', ['kind']).inc({ kind: 'x' });
    metrics.counter('cauce_a_total', 'A', { kind: ['x'] }).inc({ kind: 'x' });
    expect(await linesOf(metrics, 'cauce_a_total')).toEqual(['cauce_a_total{kind="x"} 2']);
  });

  it('are refused when two say different things under one name', () => {
    const metrics = new Metrics();
    metrics.counter('cauce_a_total', 'A', ['kind']);
    expect(() => metrics.counter('cauce_a_total', 'A', ['other'])).toThrow('already');
    expect(() => metrics.gauge('cauce_a_total', 'A', ['kind'])).toThrow('already');
  });
});

describe('labels', () => {
  it('take the values of a written set and no others', async () => {
    const metrics = new Metrics();
    const counter = metrics.counter('cauce_a_total', 'A', { result: ['ok', 'failed'] });
    counter.inc({ result: 'ok' });
    counter.inc({ result: 'maybe' });
    expect(await linesOf(metrics, 'cauce_a_total')).toEqual([
      'cauce_a_total{result="ok"} 1',
      'cauce_a_total{result="other"} 1',
    ]);
    expect(await linesOf(metrics, 'cauce_metric_labels_refused_total')).toEqual([
      'cauce_metric_labels_refused_total{metric="cauce_a_total"} 1',
    ]);
  });

  it.each([
    'pay_0123456789abcdefghjkmnpqrs',
    '0b5f2b0e-7a52-7c4e-9d3c-000000000000',
    'reference 101645839',
    'x'.repeat(81),
  ])('never take an id or a text: %s', async (value) => {
    const metrics = new Metrics();
    metrics.counter('cauce_a_total', 'A', ['what']).inc({ what: value });
    expect(await linesOf(metrics, 'cauce_a_total')).toEqual(['cauce_a_total{what="other"} 1']);
  });

  it('take the names that the system uses', async () => {
    const metrics = new Metrics();
    const counter = metrics.counter('cauce_a_total', 'A', ['what']);
    for (const what of ['efecty.epayco', '/v1/payments/:id', 'cauce.payments.events', '2xx']) {
      counter.inc({ what });
      expect(await metrics.text()).toContain(`cauce_a_total{what="${what}"} 1`);
    }
  });

  it('take a bounded number of values', async () => {
    const metrics = new Metrics();
    const counter = metrics.counter('cauce_a_total', 'A', ['what']);
    for (let i = 0; i < 5_000; i += 1) counter.inc({ what: `v${i}` });
    expect(await linesOf(metrics, 'cauce_a_total')).toHaveLength(201);
  });
});

describe('gauges that are read when they are asked for', () => {
  it('add up what several sources say', async () => {
    const metrics = new Metrics();
    for (const service of ['router', 'ledger']) {
      metrics.gauge('cauce_a', 'A', ['service'], function () {
        this.set({ service }, service.length);
      });
    }
    expect(await linesOf(metrics, 'cauce_a')).toEqual([
      'cauce_a{service="router"} 6',
      'cauce_a{service="ledger"} 6',
    ]);
  });

  it('keep the page alive when a source fails', async () => {
    const metrics = new Metrics();
    metrics.gauge('cauce_a', 'A', [], () => Promise.reject(new Error('no database')));
    metrics.counter('cauce_b_total', 'B').inc();
    expect(await linesOf(metrics, 'cauce_b_total')).toEqual(['cauce_b_total 1']);
  });

  it('forget a source that was taken away', async () => {
    const metrics = new Metrics();
    const gauge = metrics.gauge('cauce_a', 'A', ['service']);
    const takeAway = gauge.addCollector(() => gauge.set({ service: 'x' }, 1));
    await metrics.text();
    takeAway();
    gauge.remove({ service: 'x' });
    expect(await linesOf(metrics, 'cauce_a')).toEqual([]);
  });
});

it('measures a duration in seconds', async () => {
  const metrics = new Metrics();
  const histogram = metrics.histogram('cauce_a_seconds', 'A', ['step'], [60]);
  histogram.startTimer({ step: 'one' })();
  expect(await metrics.text()).toContain('cauce_a_seconds_bucket{le="60",step="one"} 1');
});
