import { jest } from '@jest/globals';
import { Writable } from 'node:stream';
import { createLogger, RelayLog, RelayMetrics } from '#telemetry';
import type { BridgeChanges } from '../bridges/bridge-host.js';
import { catalogueTelemetry } from './catalogue.telemetry.js';

const SHOP = { config: { name: 'shop' } } as BridgeChanges['added'][number];
const NONE = { added: [], changed: [], removed: [] };

function setUp() {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const log = new RelayLog(createLogger({ level: 'silent', destination, pretty: false }));
  const metrics = new RelayMetrics();
  const has = async (count?: number): Promise<boolean> =>
    new RegExp(`relay_events_reported_total\\{bridge="shop",.* ${count ?? '[0-9]+'}$`, 'mu').test(
      (await metrics.text()).body.toString(),
    );
  return { metrics, has, telemetry: catalogueTelemetry(metrics, log) };
}

describe('the metrics of a bridge of which a process only reports', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are forgotten ten minutes after it was removed', async () => {
    const { metrics, has, telemetry } = setUp();
    telemetry.changed({ ...NONE, added: [SHOP] });
    metrics.eventsReported.add(1, 'shop', 'comment');
    telemetry.changed({ ...NONE, removed: [SHOP] });
    metrics.eventsReported.add(1, 'shop', 'comment');
    jest.advanceTimersByTime(9 * 60_000);
    expect(await has()).toBe(true);
    jest.advanceTimersByTime(60_000);
    expect(await has()).toBe(false);
  });

  it('are kept where a bridge of that name has come meanwhile', async () => {
    const { metrics, has, telemetry } = setUp();
    telemetry.changed({ ...NONE, added: [SHOP] });
    metrics.eventsReported.add(1, 'shop', 'comment');
    telemetry.changed({ ...NONE, removed: [SHOP] });
    telemetry.changed({ ...NONE, added: [SHOP] });
    jest.advanceTimersByTime(60 * 60_000);
    expect(await has()).toBe(true);
  });

  it('are forgotten again where what it has left is reported later', async () => {
    const { metrics, has, telemetry } = setUp();
    telemetry.changed({ ...NONE, added: [SHOP] });
    telemetry.changed({ ...NONE, removed: [SHOP] });
    jest.advanceTimersByTime(25 * 60_000);
    metrics.eventsReported.add(1, 'shop', 'gift');
    jest.advanceTimersByTime(30 * 60_000);
    metrics.eventsReported.add(1, 'shop', 'gift');
    jest.advanceTimersByTime(30 * 60_000);
    expect(await has()).toBe(true);
    jest.advanceTimersByTime(30 * 60_000);
    expect(await has()).toBe(false);
  });

  it('are kept for a week of a quiet bridge that only other processes have in their file', async () => {
    const { metrics, has } = setUp();
    metrics.eventsReported.add(1, 'shop', 'comment');
    jest.advanceTimersByTime(6 * 24 * 60 * 60_000);
    metrics.eventsReported.add(1, 'shop', 'comment');
    jest.advanceTimersByTime(6 * 24 * 60 * 60_000);
    expect(await has(2)).toBe(true);
    jest.advanceTimersByTime(2 * 24 * 60 * 60_000);
    expect(await has()).toBe(false);
  });

  it('are kept of a quiet bridge that is there', async () => {
    const { metrics, has, telemetry } = setUp();
    telemetry.changed({ ...NONE, added: [SHOP] });
    metrics.eventsReported.add(1, 'shop', 'comment');
    jest.advanceTimersByTime(24 * 60 * 60_000);
    expect(await has()).toBe(true);
  });
});
