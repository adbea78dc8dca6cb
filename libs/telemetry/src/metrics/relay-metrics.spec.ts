import { METRICS } from './metric-catalogue.js';
import { RelayMetrics } from './relay-metrics.js';

async function linesOf(metrics: RelayMetrics): Promise<string[]> {
  return String((await metrics.text()).body)
    .split('\n')
    .filter((line) => line.startsWith('relay_'));
}

function bucket(le: string): string {
  return `relay_event_latency_seconds_bucket{le="${le}"}`;
}

describe('RelayMetrics', () => {
  it('registers exactly the metrics of the catalogue', async () => {
    const { body } = await new RelayMetrics().text();
    const names = [...String(body).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.values(METRICS).map(({ name }) => name)));
  });

  it('adds counts by their labels, and goes on adding after it was read', async () => {
    const metrics = new RelayMetrics();
    metrics.eventsReceived.add(3, 'shop', 'comment');
    metrics.eventsReceived.add(4, 'shop', 'comment');
    metrics.eventsReceived.add(1, 'shop', 'gift');
    await linesOf(metrics);
    metrics.eventsReceived.add(10, 'shop', 'comment');
    const lines = await linesOf(metrics);
    expect(lines).toContain('relay_events_received_total{bridge="shop",type="comment"} 17');
    expect(lines).toContain('relay_events_received_total{bridge="shop",type="gift"} 1');
  });

  it('shows a series that is still 0, so that its first increase is seen', async () => {
    const metrics = new RelayMetrics();
    metrics.sourceReconnects.add(0, 'shop', 'silence');
    expect(await linesOf(metrics)).toContain(
      'relay_source_reconnects_total{bridge="shop",reason="silence"} 0',
    );
  });

  it('forgets all series of a bridge, and counts one of the same name from 0', async () => {
    const metrics = new RelayMetrics();
    for (const bridge of ['shop', 'shop2']) {
      metrics.eventsReceived.add(3, bridge, 'comment');
      metrics.eventsDropped.add(1, bridge, 'duplicate');
      metrics.framesSkipped.series(bridge, 'ignored').add(2);
      metrics.sourceConnected.set(1, bridge);
    }
    await linesOf(metrics);
    metrics.forgetBridge('shop');
    expect((await linesOf(metrics)).filter((line) => line.includes('"shop"'))).toEqual([]);
    metrics.eventsReceived.add(5, 'shop', 'comment');
    const lines = await linesOf(metrics);
    expect(lines).toContain('relay_events_received_total{bridge="shop",type="comment"} 5');
    expect(lines).toContain('relay_events_received_total{bridge="shop2",type="comment"} 3');
    expect(lines).toContain('relay_frames_skipped_total{bridge="shop2",reason="ignored"} 2');
  });

  it('escapes label values', async () => {
    const metrics = new RelayMetrics();
    metrics.reports.add(1, 'a"b\n# HELP forged');
    const { body } = await metrics.text();
    expect(String(body)).toContain('relay_reports_total{outcome="a\\"b\\n# HELP forged"} 1');
  });

  it('observes a value many times at once', async () => {
    const metrics = new RelayMetrics();
    metrics.eventLatency.observe(0.2, 100);
    metrics.eventLatency.observe(7, 3);
    metrics.eventLatency.observe(1e9);
    metrics.eventLatency.observe(Number.NaN);
    const lines = await linesOf(metrics);
    expect(lines).toContain(`${bucket('0.1')} 1`);
    expect(lines).toContain(`${bucket('0.25')} 101`);
    expect(lines).toContain(`${bucket('10')} 104`);
    expect(lines).toContain(`${bucket('1800')} 104`);
    expect(lines).toContain(`${bucket('+Inf')} 105`);
    expect(lines).toContain('relay_event_latency_seconds_count 105');
  });

  it('sums all bridges up in one series where there are too many for one each', async () => {
    const metrics = new RelayMetrics(2);
    for (const bridge of ['a', 'b', 'c']) metrics.eventsReceived.add(10, bridge, 'comment');
    metrics.eventsReceived.add(1, 'c', 'gift');
    for (const [bridge, age] of [
      ['a', 3],
      ['b', 9],
      ['c', 4],
    ] as const) {
      metrics.bufferOldestAge.set(age, bridge);
      metrics.sourceConnected.set(1, bridge);
    }
    metrics.bridges = 2;
    const alone = await linesOf(metrics);
    expect(alone).toContain('relay_bridge_series_folded 0');
    expect(alone).toContain('relay_events_received_total{bridge="c",type="gift"} 1');
    metrics.bridges = 3;
    const together = await linesOf(metrics);
    expect(together.filter((line) => line.includes('bridge="')).sort()).toEqual([
      'relay_buffer_oldest_age_seconds{bridge="other"} 9',
      'relay_events_received_total{bridge="other",type="comment"} 30',
      'relay_events_received_total{bridge="other",type="gift"} 1',
      'relay_source_connected{bridge="other"} 3',
    ]);
    expect(together).toContain('relay_bridge_series_folded 1');
    // Prometheus would take a counter that falls for one that began again.
    metrics.forgetBridge('a');
    expect(await linesOf(metrics)).toContain(
      'relay_events_received_total{bridge="other",type="comment"} 30',
    );
  });

  it('shows no series for values that it was never told, rather than 0', async () => {
    const lines = await linesOf(new RelayMetrics());
    expect(lines.filter((line) => line.startsWith('relay_redis_'))).toEqual([]);
    expect(lines).toContain('relay_events_unsettled_total 0');
  });

  it('gives the last exemplar of each bucket, and none that is too long for OpenMetrics', async () => {
    const metrics = new RelayMetrics();
    metrics.reportDuration.observe(0.03, 1, { request_id: 'first' });
    metrics.reportDuration.observe(0.04, 1, { request_id: 'second' });
    metrics.reportDuration.observe(99, 1, { request_id: 'x'.repeat(128) });
    const { body, contentType } = await metrics.text('openmetrics');
    expect(contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    const examples = String(body)
      .split('\n')
      .filter((line) => line.includes(' # '));
    expect(examples).toEqual([
      expect.stringMatching(
        /^relay_report_duration_seconds_bucket\{le="0.05"\} 2 # \{request_id="second"\} 0.04 \d+/u,
      ),
    ]);
  });

  it("adds Node's own metrics for the one process that asks", async () => {
    const metrics = new RelayMetrics();
    metrics.watchProcess();
    expect(String((await metrics.text()).body)).toContain('process_cpu_seconds_total');
  });
});
