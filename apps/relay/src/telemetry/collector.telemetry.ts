import { isRedisError, redisTroubleOf, UnconfirmedAppendError } from '#event-buffer';
import type { ConnectionListener, ConnectionState } from '#source';
import { loggedError, type RelayLog, type RelayMetrics } from '#telemetry';
import type { CollectorListener } from '../collector/collector-listener.js';
import { DeafSources } from './hearing.telemetry.js';
import { LeavingBridges } from './leaving-bridges.js';
import { bridgeOf, HeldLeases } from './lease.telemetry.js';
import { countDropped, ShedNews } from './shed-news.js';

/**
 * Tells logs and metrics what the collector does.
 *
 * @param redisFailed hears of the errors of Redis: all of them together are one outage.
 */
export function collectorTelemetry(
  metrics: RelayMetrics,
  log: RelayLog,
  redisFailed: (error: Error) => void,
): CollectorListener {
  const unconfirmed = new UnconfirmedBridges(log);
  const retired = new RetiredBridges(metrics, log);
  const deaf = new DeafSources(metrics, log);
  const leases = new HeldLeases(metrics, log);
  const hears = (lease: string, told: (isConnected: boolean) => void): ConnectionListener => {
    const bridge = bridgeOf(lease);
    retired.remove(bridge);
    deaf.hasNewSource(lease);
    return connectionTelemetry(bridge, metrics, log, told);
  };
  return {
    received: (bridge, type, count) => metrics.eventsReceived.add(count, bridge, type),
    dropped: countDropped(metrics, new ShedNews(log)),
    expressionOff: (bridge, expression) => tellExpressionOff(log, bridge, expression),
    appended: (bridge) => unconfirmed.confirmed(bridge),
    appendFailed: (bridge, error) => {
      if (error instanceof UnconfirmedAppendError) {
        // Redis answers, and has the append.
        unconfirmed.add(bridge, error);
        return;
      }
      // One line for all bridges; the log of the outage says how long it lasts, and how much waits.
      log.writeSeldom('warn', 'append_failed', 'Redis did not take events; they are kept.', {
        reason: redisTroubleOf(error).kind,
      });
      redisFailed(error);
    },
    leaseHeld: (lease, epoch) => leases.held(lease, epoch),
    leaseLost: (lease) => {
      unconfirmed.forget(bridgeOf(lease));
      deaf.forget(lease);
      leases.lost(lease);
    },
    moved: (bridge, reason) => leases.moved(bridge, reason),
    retired: (lease) => {
      leases.forget(lease);
      deaf.forget(lease);
      const bridge = bridgeOf(lease);
      if (bridge !== lease) return;
      unconfirmed.forget(bridge);
      retired.add(bridge);
    },
    roomLive: (lease, live) => {
      if (live === false) deaf.rests(bridgeOf(lease));
      leases.roomLive(lease, live);
    },
    heard: (lease, report, before) => deaf.heard(lease, report, before),
    heardAt: (lease, time) => deaf.heardAt(lease, time),
    quotaLeft: (lease, left) => metrics.sourceQuotaLeft.set(left, bridgeOf(lease)),
    failed: (error) => {
      if (isRedisError(error)) {
        redisFailed(error);
        return;
      }
      log.writeSeldom('warn', 'collector_failed', 'The collector goes on after an error.', {
        reason: error.name,
        error: loggedError(error),
      });
    },
    connectionOf: (lease) => hears(lease, (is) => leases.connected(lease, is)),
    pushesOf: (bridge) => hears(bridge, (is) => leases.pushed(bridge, is)),
  };
}

function tellExpressionOff(log: RelayLog, bridge: string, expression: number): void {
  const wayOut =
    `Expression ${expression} of the bridge's blockWords backtracks: write it without a ` +
    'repetition within a repetition. A changed filter takes effect within seconds.';
  const sentence = 'An expression takes too long, and is not asked any more.';
  log.write('error', 'expression_off', sentence, { bridge, wayOut });
}

/** The bridges whose last append too few replicas have; together they are one outage. */
class UnconfirmedBridges {
  readonly #log: RelayLog;
  readonly #names = new Set<string>();
  /** Since when by a monotonic clock, of an outage that nobody saw end. */
  #since: number | undefined;

  constructor(log: RelayLog) {
    this.#log = log;
  }

  add(bridge: string, error: UnconfirmedAppendError): void {
    this.#since ??= performance.now();
    this.#names.add(bridge);
    const wayOut = 'Bring the replica back, or lower buffer.waitReplicas.';
    this.#log.writeSeldom('warn', 'replicas_away', error.message, { wayOut });
  }

  confirmed(bridge: string): void {
    if (this.#since === undefined) return;
    this.#names.delete(bridge);
    if (this.#names.size > 0) return;
    const durationMs = Math.round(performance.now() - this.#since);
    this.#since = undefined;
    const sentence = 'Replicas confirm what is appended again.';
    this.#log.write('info', 'replicas_recovered', sentence, { durationMs });
  }

  /** This process appends nothing of the bridge any more: whether replicas are back another one shows. */
  forget(bridge: string): void {
    this.#names.delete(bridge);
  }
}

/** Tells of removed bridges, and removes their metrics once their last events have been counted. */
class RetiredBridges {
  readonly #metrics: RelayMetrics;
  readonly #log: RelayLog;
  readonly #leaving: LeavingBridges;

  constructor(metrics: RelayMetrics, log: RelayLog) {
    this.#metrics = metrics;
    this.#log = log;
    this.#leaving = new LeavingBridges(metrics);
  }

  add(bridge: string): void {
    const sentence = 'This process collects of the bridge no more.';
    this.#log.write('info', 'bridge_retired', sentence, { bridge });
    this.#metrics.forgetBridge(bridge);
    this.#leaving.add(bridge);
  }

  /** The bridge was added again. */
  remove(bridge: string): void {
    this.#leaving.remove(bridge);
  }
}

const AGAIN = 'The source is connected again.';

/** An outage of a source: from the first loss of its connection to the next connection. */
class SourceOutage {
  #since: number | undefined;
  #attempts = 0;

  begin(): void {
    this.#since ??= performance.now();
    this.#attempts++;
  }

  /** One that is left may have waited for its next attempt: that it comes back one day is no end of this. */
  entered(state: ConnectionState): void {
    if (state === 'idle') this.end();
  }

  /** Ends it. @returns how long it lasted, and how many attempts failed; `undefined`: there was none. */
  end(): { durationMs: number; count: number } | undefined {
    const since = this.#since;
    const count = this.#attempts;
    this.#since = undefined;
    this.#attempts = 0;
    return since === undefined
      ? undefined
      : { durationMs: Math.round(performance.now() - since), count };
  }
}

function endedBy(reason: string): string {
  return reason === 'stopped'
    ? 'The relay left the source.'
    : 'A connection, or an attempt, ended.';
}

function connectionTelemetry(
  bridge: string,
  metrics: RelayMetrics,
  log: RelayLog,
  isConnected: (is: boolean) => void,
): ConnectionListener {
  const ignored = metrics.framesSkipped.series(bridge, 'ignored');
  const outage = new SourceOutage();
  return {
    stateChanged: (state) => outage.entered(state),
    connected: () => {
      isConnected(true);
      const ended = outage.end();
      const sentence = ended === undefined ? 'The source is connected.' : AGAIN;
      log.writeAmongMany('info', 'source_connected', sentence, { bridge, ...ended });
    },
    replaced: () => {
      log.writeAmongMany('info', 'source_replaced', 'A planned reconnect left no gap.', { bridge });
    },
    replaceFailed: (reason, code) => {
      log.writeAmongMany('warn', 'source_replace_failed', 'A planned reconnect failed.', {
        bridge,
        reason,
        code,
      });
    },
    disconnected: (reason, code) => {
      isConnected(false);
      if (reason === 'stopped') outage.end();
      else outage.begin();
      if (reason !== 'stopped') metrics.sourceReconnects.add(1, bridge, reason);
      log.writeSeldom('info', 'source_disconnected', endedBy(reason), {
        bridge,
        reason,
        code,
      });
    },
    reconnecting: (delayMs) => {
      log.writeAmongMany('debug', 'source_reconnecting', 'The source connects again.', {
        bridge,
        delayMs,
      });
    },
    stopFailed: (reason) => {
      log.writeAmongMany('warn', 'source_stop_failed', 'The platform was not told that we left.', {
        bridge,
        reason,
      });
    },
    refused: (wayOut) => {
      log.writeSeldom('error', 'source_refused', 'The platform refuses the source.', {
        bridge,
        wayOut,
      });
    },
    received: () => {},
    tooLarge: (bytes) => {
      metrics.framesSkipped.add(1, bridge, 'too-large');
      log.writeSeldom('warn', 'frame_too_large', 'A frame was skipped.', { bridge, count: bytes });
    },
    ignored: () => ignored.add(1),
    malformed: (reason) => {
      metrics.framesSkipped.add(1, bridge, `malformed:${reason}`);
      log.writeSeldom('warn', 'frame_malformed', 'A frame, or a part of it, was not understood.', {
        bridge,
        reason,
      });
    },
  };
}
