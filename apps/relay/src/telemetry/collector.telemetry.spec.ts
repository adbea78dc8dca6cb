import { jest } from '@jest/globals';
import { Writable } from 'node:stream';
import { secondOf, UnconfirmedAppendError } from '#event-buffer';
import { createLogger, RelayLog, RelayMetrics } from '#telemetry';
import { collectorTelemetry } from './collector.telemetry.js';

function setUp(level = 'silent') {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const log = new RelayLog(createLogger({ level, destination, pretty: false }));
  const metrics = new RelayMetrics();
  const has = async (bridge: string): Promise<boolean> =>
    (await metrics.text()).body.includes(`bridge="${bridge}"`);
  return { lines, metrics, has, telemetry: collectorTelemetry(metrics, log, () => undefined) };
}

/** What is told of who holds a bridge, and how its source stands. */
async function series(metrics: RelayMetrics): Promise<string[]> {
  const lines = (await metrics.text()).body.toString().split('\n');
  return lines.filter((line) => /^relay_source_(?:connected|resting)\{|^relay_leases/u.test(line));
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

describe('the log of a source that is left while it waits for its next attempt', () => {
  it('counts the time until it is connected to again as no outage', () => {
    const { lines, telemetry } = setUp('info');
    const source = telemetry.connectionOf('shop');
    const again = (): unknown => {
      source.connected();
      return JSON.parse(lines.at(-1)!);
    };
    source.disconnected('closed', 1006);
    source.stateChanged('backoff');
    expect(again()).toMatchObject({ durationMs: expect.any(Number) as number, count: 1 });
    source.disconnected('closed', 1006);
    source.stateChanged('backoff');
    source.stateChanged('idle');
    expect(again()).not.toHaveProperty('durationMs');
  });
});

describe('the log of a source that is deaf as its room ends', () => {
  it('does not say of the next stream that it hears again', () => {
    const { lines, telemetry } = setUp('info');
    const frames = { frames: 0, notUnderstood: 0 };
    const [away, quiet] = [
      { state: 'away', ...frames },
      { state: 'quiet', ...frames },
    ] as const;
    const deaf = { state: 'deaf', deaf: 'silent', ...frames } as const;
    telemetry.heard('shop', deaf, quiet);
    telemetry.heard('shop', quiet, deaf);
    expect(lines.at(-1)).toContain('"source_hears"');
    telemetry.heard('shop', deaf, quiet);
    telemetry.roomLive('shop', false);
    telemetry.heard('shop', away, deaf);
    telemetry.roomLive('shop', true);
    telemetry.heard('shop', quiet, away);
    expect(lines.at(-1)).toContain('"room_live"');
  });
});

describe('the log of replicas that are away', () => {
  it.each(['leaseLost', 'retired'] as const)(
    'says that they confirm again once they do, and not after %s',
    (left) => {
      jest.useFakeTimers();
      const { lines, telemetry } = setUp('info');
      const outcome = {
        kind: 'appended',
        depthBefore: 0,
        depthAfter: 1,
        isParked: false,
        isRaised: false,
        dropped: new Map(),
      } as const;
      telemetry.appendFailed('shop', new UnconfirmedAppendError('None has it.', outcome));
      telemetry[left]('shop');
      expect(lines.join('')).not.toContain('replicas_recovered');
      telemetry.appended('other', outcome);
      telemetry.appended('other', outcome);
      expect(lines.filter((line) => line.includes('"replicas_recovered"'))).toHaveLength(1);
      jest.useRealTimers();
    },
  );
});

describe('the metrics of a source that hears nothing', () => {
  it('say so while it is connected, and no longer', async () => {
    const { metrics, telemetry } = setUp();
    const told = async () => {
      const lines = (await metrics.text()).body.toString().split('\n');
      return lines.filter((line) => /^relay_source_(?:deaf|unheard)\{/u.test(line));
    };
    const frames = { frames: 0, notUnderstood: 0 };
    const away = { state: 'away', ...frames } as const;
    for (const report of [
      { state: 'deaf', deaf: 'silent', ...frames },
      { state: 'unheard', ...frames },
    ] as const) {
      telemetry.heard('shop', report, away);
      expect(await told()).toContainEqual(expect.stringMatching(/ 1$/u));
      telemetry.heard('shop', away, report);
      expect(await told()).toEqual([
        'relay_source_deaf{bridge="shop"} 0',
        'relay_source_unheard{bridge="shop"} 0',
      ]);
    }
  });
});

describe('the metrics of a bridge of which a collector has both copies', () => {
  const [FIRST, SECOND] = ['shop', secondOf('shop')];

  it('tell that it is connected while one of them is, and stay while one is held', async () => {
    const { metrics, telemetry } = setUp();
    for (const lease of [FIRST, SECOND]) {
      telemetry.leaseHeld(lease, 1);
      telemetry.connectionOf(lease).connected();
    }
    telemetry.connectionOf(FIRST).disconnected('closed', 1006);
    const connected = 'relay_source_connected{bridge="shop"} 1';
    expect(await series(metrics)).toEqual([connected, 'relay_leases_held 2']);
    telemetry.leaseLost(FIRST);
    expect(await series(metrics)).toEqual([connected, 'relay_leases_held 1']);
    telemetry.connectionOf(FIRST).connected();
    telemetry.leaseHeld(FIRST, 2);
    telemetry.retired(SECOND);
    expect(await series(metrics)).toEqual([connected, 'relay_leases_held 1']);
  });

  it('say that its source rests only while a copy is held here', async () => {
    const { metrics, telemetry } = setUp();
    const resting = async () => (await series(metrics)).filter((line) => line.includes('resting'));
    telemetry.roomLive(SECOND, false);
    expect(await resting()).toEqual([]);
    telemetry.leaseHeld(SECOND, 1);
    expect(await resting()).toEqual(['relay_source_resting{bridge="shop"} 1']);
    telemetry.leaseLost(SECOND);
    expect(await resting()).toEqual([]);
  });

  it('say that its source is wanted unless it rests, while a copy is held here', async () => {
    const { metrics, telemetry } = setUp();
    const wanted = async () => {
      const lines = String((await metrics.text()).body).split('\n');
      return lines.filter((line) => line.startsWith('relay_source_wanted{'));
    };
    telemetry.leaseHeld(FIRST, 1);
    telemetry.pushesOf('form').disconnected('closed', 1006);
    const ofForm = 'relay_source_wanted{bridge="form"} 1';
    expect(await wanted()).toEqual(['relay_source_wanted{bridge="shop"} 1', ofForm]);
    telemetry.roomLive(FIRST, false);
    expect(await wanted()).toEqual(['relay_source_wanted{bridge="shop"} 0', ofForm]);
    telemetry.leaseLost(FIRST);
    expect(await wanted()).toEqual([ofForm]);
  });
});
