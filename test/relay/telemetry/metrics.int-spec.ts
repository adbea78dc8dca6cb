import { execFile } from 'node:child_process';
import { METRICS } from '#telemetry';
import type { SimulatorOptions } from '../../../apps/simulator/src/index.js';
import { ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import type { RelayProcess } from '../../support/relay-process.js';
import { Installation } from '../support/installation.js';

ensureBuilt();

const PATIENCE_MS = 180_000;
const SIMULATOR: SimulatorOptions = { rooms: 2, chatRate: 200 };
const FORBIDDEN = { status: 403, body: { error_code: 'APIGW.0302', error_msg: 'No.' } };

/** Every series of a scrape, by what stands before its value. */
async function scrape(relay: RelayProcess): Promise<Map<string, number>> {
  const text = await (await relay.get('/metrics')).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** The sum of a metric's series whose labels hold this text. */
function sum(scraped: ReadonlyMap<string, number>, name: string, labels = ''): number {
  let total = 0;
  for (const [series, value] of scraped) {
    if (series.startsWith(`${name}{`) && series.includes(labels)) total += value;
  }
  return total;
}

async function shows(
  relay: RelayProcess,
  what: string,
  look: (scraped: ReadonlyMap<string, number>) => boolean,
): Promise<ReadonlyMap<string, number>> {
  return eventually(
    async () => {
      const scraped = await scrape(relay);
      return look(scraped) ? scraped : undefined;
    },
    `the metrics show ${what}`,
    PATIENCE_MS / 2,
  );
}

/** What promtool says of a text, and how it ends. */
async function promtool(text: string): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    const child = execFile('promtool', ['check', 'metrics'], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
    child.stdin!.end(text);
  });
}

const CHAT = labelOf('bridge-0');
const OTHER = labelOf('bridge-1');

describe('the metrics of a running process', () => {
  it(
    "agree with both far ends and the buffer, and pass promtool's check",
    async () => {
      const options = {
        simulator: SIMULATOR,
        metastudio: { reportsPerSecond: 3 },
      };
      await Installation.with(options, async (installation) => {
        installation.simulator.fault({ status: 500, requests: 2 });
        const relay = await installation.start();
        await agreeWithTheLedger(relay, installation);
        await tellOfASourceThatIsLost(relay, installation);
        await tellOfRefusedEvents(relay, installation);
        await tellOfAPausedTarget(relay, installation);
        await followTheFile(relay, installation);
        await areWellFormed(relay);
      });
    },
    PATIENCE_MS,
  );
});

async function agreeWithTheLedger(relay: RelayProcess, installation: Installation): Promise<void> {
  await shows(relay, 'that the limit holds reports up', (now) => {
    return (now.get('relay_rate_limited_seconds_total') ?? 0) > 0;
  });
  await installation.drained();
  const rows = await installation.rows();
  const scraped = await shows(relay, 'all reports', (now) => {
    return rows.every(({ bridge, reported }) => {
      return sum(now, 'relay_events_reported_total', labelOf(bridge)) === reported;
    });
  });
  for (const { bridge, received, dropped } of rows) {
    const of = labelOf(bridge);
    expect(sum(scraped, 'relay_events_received_total', of)).toBe(received);
    const superseded = scraped.get(`relay_events_dropped_total{${of},reason="superseded"}`);
    expect(superseded ?? 0).toBe(dropped['superseded'] ?? 0);
    expect(scraped.get(`relay_source_connected{${of}}`)).toBe(1);
    for (const gauge of [
      'buffer_events',
      'buffer_oldest_age_seconds',
      'buffer_overdue_seconds',
      'dead_letters',
    ]) {
      expect([gauge, scraped.get(`relay_${gauge}{${of}}`)]).toEqual([gauge, 0]);
    }
  }
  const delivered = scraped.get('relay_reports_total{outcome="delivered"}')!;
  const { accepted } = installation.simulator.state();
  expect(sum(scraped, 'relay_events_reported_total')).toBe(accepted.events);
  expect(scraped.get('relay_reports_total{outcome="retry"}')).toBe(2);
  expect(scraped.get('relay_report_duration_seconds_count')).toBe(delivered + 2);
  expect(scraped.get('relay_report_events_count')).toBe(delivered + 2);
  expect(scraped.get('relay_event_latency_seconds_count')).toBe(accepted.events);
  expect(scraped.get('relay_leases_held')).toBe(2);
  expect(scraped.get('relay_redis_up')).toBe(1);
  expect(scraped.get('relay_redis_evicts')).toBe(0);
  expect(scraped.get('relay_redis_memory_used_bytes')).toBeGreaterThan(100_000);
  expect(scraped.get('relay_bridge_series_folded')).toBe(0);
  expect(scraped.get('relay_config_last_reload_successful')).toBe(1);
  expect(sum(scraped, 'relay_build_info', `node="${process.version}"`)).toBe(1);
  for (const role of ['collector', 'reporter', 'console']) {
    expect(scraped.get(`relay_processes{role="${role}"}`)).toBe(1);
  }
  // Each scrape begins a new measurement: one that follows within moments has nothing to tell yet.
  await shows(relay, 'how late the event loop is', (now) => {
    return now.get('nodejs_eventloop_lag_p99_seconds')! > 0;
  });
  const timed = await shows(relay, 'when it was heard', (now) => {
    return now.has(`relay_source_last_event_timestamp_seconds{${CHAT}}`);
  });
  const heardAt = timed.get(`relay_source_last_frame_timestamp_seconds{${CHAT}}`)!;
  expect(Math.abs(Date.now() / 1000 - heardAt)).toBeLessThan(PATIENCE_MS / 1000);
}

async function tellOfASourceThatIsLost(
  relay: RelayProcess,
  { simulator }: Installation,
): Promise<void> {
  simulator.steerChat('generic', 'garbage', { room: 'room-0', frames: 5 });
  await shows(relay, 'frames that nobody understands', (now) => {
    return sum(now, 'relay_frames_skipped_total', `${CHAT},reason="malformed:`) > 0;
  });
  simulator.steerChat('generic', 'drop', { room: 'room-0' });
  const scraped = await shows(relay, 'a connection that was lost and came back', (now) => {
    const isBack = now.get(`relay_source_connected{${CHAT}}`) === 1;
    return isBack && sum(now, 'relay_source_reconnects_total', CHAT) === 1;
  });
  expect(sum(scraped, 'relay_source_reconnects_total', OTHER)).toBe(0);
}

async function tellOfRefusedEvents(relay: RelayProcess, installation: Installation): Promise<void> {
  const { simulator } = installation;
  simulator.fault({ poison: '7' });
  installation.rate(20);
  await shows(relay, 'dead letters', (now) => sum(now, 'relay_dead_letters') > 0);
  simulator.clearFaults();
  await installation.drained();
  const { deadLettered } = await installation.total();
  await shows(relay, 'as many dead letters as the ledger has', (now) => {
    const counted = sum(now, 'relay_events_dead_lettered_total', 'reason="refused"');
    return counted === deadLettered && sum(now, 'relay_dead_letters') === deadLettered;
  });
}

async function tellOfAPausedTarget(relay: RelayProcess, installation: Installation): Promise<void> {
  const { simulator } = installation;
  simulator.fault(FORBIDDEN);
  installation.rate(20);
  const scraped = await shows(relay, 'paused targets, and what waits for them', (now) => {
    const waits = now.get(`relay_buffer_oldest_age_seconds{${CHAT}}`) ?? 0;
    return now.get('relay_targets_paused{reason="forbidden"}') === 2 && waits > 1;
  });
  expect(scraped.get(`relay_buffer_events{${CHAT}}`)).toBeGreaterThan(0);
  expect(scraped.get(`relay_buffer_overdue_seconds{${CHAT}}`)).toBeGreaterThan(1);
  expect(scraped.get('relay_reports_total{outcome="refused"}')).toBeGreaterThan(0);
  expect(scraped.get('relay_targets_paused{reason="unauthorized"}')).toBe(0);
  expect(sum(scraped, 'relay_queue_jobs', 'state="delayed"')).toBeGreaterThan(0);
}

async function followTheFile(relay: RelayProcess, installation: Installation): Promise<void> {
  let before = '';
  await relay.rewrite((text) => {
    before = text;
    return text.replace('bridges:', 'bridgs:');
  });
  await shows(relay, 'a file with a problem', (now) => {
    return now.get('relay_config_last_reload_successful') === 0;
  });
  // The other bridge goes, and all that this one says from now on is too short.
  const [first = ''] = before.split('  - name: bridge-1');
  const rest = before.slice(before.indexOf('buffer:'));
  await relay.rewrite(() => `${first}    filter: { minLength: 500 }\n${rest}`);
  const scraped = await shows(relay, 'a filter that drops, and one bridge', (now) => {
    const filtered = sum(now, 'relay_events_dropped_total', `${CHAT},reason="filtered_length"`);
    return filtered > 0 && now.get('relay_leases_held') === 1;
  });
  expect(scraped.get('relay_config_last_reload_successful')).toBe(1);
  installation.rate(0);
  // What waits for it waits on, and its dead letters are kept.
  await shows(relay, 'no more of a bridge that is gone', (now) => {
    const ofOther = [...now.keys()].filter((series) => series.includes(OTHER));
    return ofOther.every((series) => /^relay_(?:buffer|dead|room)_/u.test(series));
  });
}

async function areWellFormed(relay: RelayProcess): Promise<void> {
  const asked = await relay.get('/metrics');
  expect(asked.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await asked.text();
  expect(await promtool(text)).toEqual({ code: 0, said: '' });
  const names = [...text.matchAll(/^# TYPE (relay_\S+)/gmu)].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set(Object.values(METRICS).map(({ name }) => name)));
  const open = await relay.get('/metrics', { accept: 'application/openmetrics-text' });
  expect(open.headers.get('content-type')).toMatch(/^application\/openmetrics-text; version=1/u);
  const body = await open.text();
  expect(body).toMatch(/^relay_report_duration_seconds_bucket\{\S+\} \d+ # \{request_id="/mu);
  expect(body).toMatch(/# EOF\n$/u);
}

function labelOf(bridge: string): string {
  return `bridge="${bridge}"`;
}
