import { jest } from '@jest/globals';
import { Writable } from 'node:stream';
import { createLogger, RelayLog, RelayMetrics } from '#telemetry';
import { collectorTelemetry } from './collector.telemetry.js';

function setUp() {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const log = new RelayLog(createLogger({ level: 'silent', destination, pretty: false }));
  const metrics = new RelayMetrics();
  const has = async (bridge: string): Promise<boolean> =>
    (await metrics.text()).body.includes(`bridge="${bridge}"`);
  return { metrics, has, telemetry: collectorTelemetry(metrics, log, () => undefined) };
}

describe('the metrics of a bridge that is no more', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are forgotten, and those of its last reports ten minutes later', async () => {
    const { metrics, has, telemetry } = setUp();
    telemetry.received('shop', 'comment', 3);
    telemetry.leaseHeld('shop', 1);
    telemetry.retired('shop');
    expect(await has('shop')).toBe(false);
    metrics.eventsReported.add(3, 'shop', 'comment');
    expect(await has('shop')).toBe(true);
    jest.advanceTimersByTime(10 * 60_000);
    expect(await has('shop')).toBe(false);
  });

  it('are kept where a bridge of that name has come meanwhile', async () => {
    const { has, telemetry } = setUp();
    telemetry.retired('shop');
    telemetry.connectionOf('shop').connected();
    jest.advanceTimersByTime(60 * 60_000);
    expect(await has('shop')).toBe(true);
  });
});
