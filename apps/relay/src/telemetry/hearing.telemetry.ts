import type { HeardTime } from '#event-buffer';
import type { HearingReport } from '#source';
import type { RelayLog, RelayMetrics } from '#telemetry';
import { bridgeOf } from './lease.telemetry.js';

/**
 * Writes to logs and metrics which sources are connected and hear nothing, and since when. How the second copy of a
 * bridge hears is in `status` alone: where the first one hears, the bridge is not deaf.
 */
export class DeafSources {
  readonly #metrics: RelayMetrics;
  readonly #log: RelayLog;
  /** The reason, and since when by a monotonic clock, by bridge. */
  readonly #deaf = new Map<string, { readonly reason: string; readonly since: number }>();

  constructor(metrics: RelayMetrics, log: RelayLog) {
    this.#metrics = metrics;
    this.#log = log;
  }

  heard(bridge: string, report: HearingReport, before: HearingReport): void {
    if (bridgeOf(bridge) !== bridge) return;
    const { deaf, wayOut } = report;
    const isTrouble = deaf !== undefined && deaf !== 'room-ended';
    this.#metrics.sourceDeaf.set(isTrouble ? 1 : 0, bridge);
    this.#metrics.sourceUnheard.set(report.state === 'unheard' ? 1 : 0, bridge);
    // The log tells of a source that is not connected as that: it does not hear again.
    if (report.state === 'away') return;
    if (deaf !== undefined) this.#isDeaf(bridge, deaf, wayOut);
    else this.#hears(bridge);
    if (report.state === 'unheard' && before.state !== 'unheard') {
      const sentence = 'The source is connected, and nothing came yet.';
      this.#log.write('info', 'source_unheard', sentence, { bridge, wayOut });
    }
    if (report.giftsMissing === true && before.giftsMissing !== true) {
      const sentence = 'Viewers comment for long, and no gift comes.';
      this.#log.write('warn', 'gifts_missing', sentence, { bridge, wayOut });
    }
  }

  heardAt(bridge: string, { frameAt, eventAt }: HeardTime): void {
    if (bridgeOf(bridge) !== bridge) return;
    const { sourceFrameAt, sourceEventAt } = this.#metrics;
    if (frameAt !== undefined) sourceFrameAt.set(frameAt / 1000, bridge);
    if (eventAt !== undefined) sourceEventAt.set(eventAt / 1000, bridge);
  }

  /** Its source is not connected on purpose: what it hears with its next connection is no end of this. */
  rests(bridge: string): void {
    this.#deaf.delete(bridge);
  }

  /** A bridge begins, or has another source: how the one before heard says nothing of this one. */
  hasNewSource(lease: string): void {
    const bridge = bridgeOf(lease);
    this.#metrics.sourceQuotaLeft.remove(bridge);
    if (bridge !== lease) return;
    this.#metrics.sourceDeaf.remove(bridge);
    this.#metrics.sourceUnheard.remove(bridge);
  }

  /** Removes a bridge, or its second copy. */
  forget(lease: string): void {
    this.hasNewSource(lease);
    if (bridgeOf(lease) !== lease) return;
    this.#deaf.delete(lease);
    this.#metrics.sourceFrameAt.remove(lease);
    this.#metrics.sourceEventAt.remove(lease);
  }

  #hears(bridge: string): void {
    const known = this.#deaf.get(bridge);
    if (known === undefined) return;
    this.#deaf.delete(bridge);
    const durationMs = Math.round(performance.now() - known.since);
    this.#log.write('info', 'source_hears', 'The source hears again.', { bridge, durationMs });
  }

  #isDeaf(bridge: string, reason: string, wayOut: string | undefined): void {
    const known = this.#deaf.get(bridge);
    if (known?.reason === reason) return;
    this.#deaf.set(bridge, { reason, since: known?.since ?? performance.now() });
    // A room that is not live needs no mending.
    const level = reason === 'room-ended' ? 'info' : 'warn';
    const sentence = 'The source is connected, and hears nothing.';
    this.#log.write(level, 'source_deaf', sentence, { bridge, reason, wayOut });
  }
}
