import type { TrailConfig } from '#config';
import { eventKey, type Batch } from '#event-buffer';
import type { Settled } from './run/accepted-reports.js';
import type { ReporterListener } from './reporter-listener.js';
import { NamedEvents } from '../trail/named-events.js';
import { someKeys } from '../trail/trail-record.js';
import { TrailWriter, type TrailWriterParts } from '../trail/trail-writer.js';

/** Writes to the trail what a reporter settled, where a trail is kept. */
export class SettlementTrail {
  readonly #writer: TrailWriter | undefined;

  constructor({ config, ...parts }: TrailWriterParts & { readonly config: TrailConfig }) {
    this.#writer = config.keep === 'off' ? undefined : new TrailWriter(parts);
  }

  /** Wraps a listener, so that the trail is written as well. */
  with(listener: ReporterListener): ReporterListener {
    return this.#writer === undefined ? listener : tellingSettlements(listener, this.#writer);
  }

  /** Writes what is left, once no report is under way. Never rejects. */
  async stop(): Promise<void> {
    await this.#writer?.stop();
  }
}

/** A reporter's listener that also records in the trail what became of each event. */
function tellingSettlements(listener: ReporterListener, writer: TrailWriter): ReporterListener {
  const named = new NamedEvents();
  return {
    answered: (target, outcome, events, durationMs) => {
      listener.answered(target, outcome, events, durationMs);
    },
    settled: (target, batch, now, keptBackUntil, liveJob) => {
      listener.settled(target, batch, now, keptBackUntil, liveJob);
      if (!isWhole(batch) || !writer.mayTell(target)) return;
      const { reported, dropped } = batch.keys(named.of);
      if (reported.length + dropped.size + batch.refused.length === 0) return;
      writer.add(target, {
        k: 'settled',
        at: now,
        job: liveJob,
        events: batch.events,
        reported: someKeys(reported),
        dropped: Object.fromEntries([...dropped].map(([why, keys]) => [why, someKeys(keys)])),
        dead: batch.refused.map(({ fragment }) => eventKey(Buffer.concat([fragment, COMMA]))),
      });
    },
    forgotten: (target, events) => listener.forgotten(target, events),
    uncounted: (target, events) => listener.uncounted(target, events),
    lost: (target, events) => listener.lost(target, events),
    rateLimited: (target, ms) => listener.rateLimited(target, ms),
    paused: (target, reason, code) => listener.paused(target, reason, code),
    recovered: (target, outage) => listener.recovered(target, outage),
    lostAll: () => listener.lostAll(),
    repaired: (what, target) => listener.repaired(what, target),
    urlRefused: (target, refusal) => listener.urlRefused(target, refusal),
    liveJobChanged: (target, jobId) => listener.liveJobChanged(target, jobId),
    failed: (error) => listener.failed(error),
  };
}

const COMMA = Buffer.from(',');

/** A batch that was recovered after its drain was gone has no events any more. */
function isWhole(settled: Settled): settled is Settled & Batch {
  return 'keys' in settled;
}
