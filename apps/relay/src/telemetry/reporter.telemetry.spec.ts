import { Writable } from 'node:stream';
import { createLogger, RelayLog, RelayMetrics } from '#telemetry';
import { reporterTelemetry } from './reporter.telemetry.js';

const NOW = 1_800_000_000_000;

async function keptBack(
  receivedAgoMs: number,
  keptBackUntil: number,
  ...chosenAt: [number?]
): Promise<string | undefined> {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const log = new RelayLog(createLogger({ level: 'silent', destination, pretty: false }));
  const metrics = new RelayMetrics();
  const telemetry = reporterTelemetry(metrics, log, () => {});
  const receipts = () => [[NOW - receivedAgoMs, 3, ...chosenAt]] as const;
  telemetry.settled('default/room', { bridges: new Map(), receipts }, NOW, keptBackUntil);
  const lines = String((await metrics.text()).body).split('\n');
  expect(lines).toContain('relay_event_latency_seconds_count 3');
  return lines.find((line) => line.startsWith('relay_events_kept_back_total '))?.split(' ')[1];
}

describe('events that are reported late', () => {
  it('count as kept back where their room had no live job, or their target was paused, until just now', async () => {
    expect(await keptBack(600_000, NOW - 2000)).toBe('3');
  });

  it('count as kept back where they were chosen just now', async () => {
    expect(await keptBack(8000, 0, NOW - 200)).toBe('3');
    expect(await keptBack(16_000, 0, NOW - 6000)).toBe('0');
    expect(await keptBack(4000, 0, NOW - 200)).toBe('0');
  });

  it('do not where they went late all the same, came after that, or are not late', async () => {
    expect(await keptBack(600_000, NOW - 6000)).toBe('0');
    expect(await keptBack(600_000, 0)).toBe('0');
    expect(await keptBack(6000, NOW - 600_000)).toBe('0');
    expect(await keptBack(4000, NOW - 2000)).toBe('0');
  });
});
