import { eventTypeOf, type DropReason } from '#live-event';
import { isLockLost, isRedisError } from '#event-buffer';
import { CREDENTIAL_FAULTS, type ReportOutcome } from '#metastudio';
import { loggedError, type RelayLog, type RelayMetrics } from '#telemetry';
import type { Settled } from '../reporter/run/accepted-reports.js';
import { pauseWayOut } from '../projects/pause-ways-out.js';
import { REPAIRS, type Repair, type ReporterListener } from '../reporter/reporter-listener.js';
import { MetaStudioOutages } from './metastudio-outages.js';
import { RoomsWithoutJob } from './rooms-without-job.js';

/** Every outcome, as the metrics name it. */
const OUTCOMES: Readonly<Record<ReportOutcome['kind'], true>> = {
  delivered: true,
  retry: true,
  unauthorized: true,
  'too-large': true,
  invalid: true,
  gone: true,
  refused: true,
  stale: true,
};

/** What an operator can do about outcomes that do not pass by themselves. */
const WAY_OUT: Partial<Record<ReportOutcome['kind'], string>> = {
  unauthorized: "Check the credential, its project and this machine's clock: live-relay doctor.",
  gone: 'Check that the live room runs: live-relay jobs.',
};

/**
 * Tells logs and metrics what the reporter does.
 *
 * @param redisFailed hears of the errors of Redis: all of them together are one outage.
 */
export function reporterTelemetry(
  metrics: RelayMetrics,
  log: RelayLog,
  redisFailed: (error: Error) => void,
): ReporterListener {
  const outages = new MetaStudioOutages(log);
  const rooms = new RoomsWithoutJob(log);
  // The first increase of a series is seen only where it was there before.
  for (const kind of Object.keys(OUTCOMES)) metrics.reports.add(0, kind);
  for (const what of REPAIRS) metrics.repairs.add(0, what);
  return {
    answered: (target, outcome, events, durationMs) => {
      metrics.reports.add(1, outcome.kind);
      metrics.reportDuration.observe(durationMs / 1000, 1, exampleOf(outcome));
      metrics.reportEvents.observe(events);
      logAnswer(log, target, outcome, events, durationMs);
      outages.answered(target, outcome);
      if (outcome.kind === 'delivered') rooms.delivered(target);
    },
    settled: (_target, batch, now, keptBackUntil) =>
      countSettled(metrics, batch, now, keptBackUntil),
    ...targetTelemetry(metrics, log),
    liveJobChanged: (target, jobId) => rooms.changed(target, jobId),
    failed: (error) => {
      if (isRedisError(error)) {
        redisFailed(error);
        return;
      }
      if (isLockLost(error)) {
        const told =
          'Redis was away for longer than a lock lives: another may have gone on with a target.';
        log.writeSeldom('info', 'job_lock_lost', told);
        return;
      }
      log.writeSeldom('warn', 'reporter_failed', 'The reporter goes on after an error.', {
        reason: error.name,
        error: loggedError(error),
      });
    },
  };
}

/** The exemplar that leads from a slow report to MetaStudio's record of it. */
function exampleOf(outcome: ReportOutcome): Readonly<Record<string, string>> | undefined {
  const requestId = 'requestId' in outcome ? outcome.requestId : undefined;
  return requestId === undefined ? undefined : { request_id: requestId };
}

type OfTargets = Exclude<
  keyof ReporterListener,
  'answered' | 'settled' | 'failed' | 'liveJobChanged'
>;

const REPAIRED: Readonly<Record<Repair, string>> = {
  wake: 'A target waited and had no job; it is woken again.',
  delay: 'A target waited longer than it was to; it goes on now.',
  count: 'What is said to wait for a target was not what there is; it is counted anew.',
  consumer: 'A consumer took no job though some waited; it waits anew, on a new connection.',
  schedule: 'The schedule of the sweep was lost, or of a wrong time; it is made again.',
};

/** The part of the listener about what holds a target up, and what has changed for it. */
function targetTelemetry(metrics: RelayMetrics, log: RelayLog): Pick<ReporterListener, OfTargets> {
  return {
    forgotten: (target, events) => {
      metrics.eventsUnsettled.add(events);
      log.write('warn', 'accepted_unsettled', 'What was accepted may have been sent again.', {
        target,
        events,
      });
    },
    uncounted: (target, events) => {
      const told =
        'Redis has lost what was accepted before it was told: it was sent once, and is in no count.';
      log.write('warn', 'accepted_uncounted', told, { target, events });
    },
    lost: (target, events) => {
      const reason: DropReason = 'lost_in_redis';
      for (const [bridge, count] of events) metrics.eventsDropped.add(count, bridge, reason);
      const sum = [...events.values()].reduce((all, count) => all + count, 0);
      const told = 'Redis has lost events that waited; they are counted lost_in_redis.';
      log.write('error', 'lost_in_redis', told, { target, events: sum });
    },
    lostAll: () => {
      const told = 'Redis has lost all that it held: what waited is gone, and no count has it.';
      const wayOut =
        'Find out who flushed it, or why it began without its append-only file: live-relay doctor.';
      log.writeSeldom('error', 'redis_lost_data', told, { wayOut });
    },
    rateLimited: (target, ms) => {
      metrics.rateLimitedSeconds.add(ms / 1000);
      log.writeSeldom('info', 'rate_limited', 'The limit on reports holds a target up.', {
        target,
        delayMs: Math.round(ms),
      });
    },
    paused: (target, reason, code) => {
      log.writeSeldom('error', 'target_paused', 'A target is paused; it tries again by itself.', {
        target,
        reason,
        code,
        wayOut: pauseWayOut(reason, 'en'),
      });
    },
    recovered: (target, { durationMs, failures, waited }) => {
      log.writeAmongMany('info', 'target_recovered', "The target's events are reported again.", {
        target,
        durationMs,
        count: failures,
        events: waited,
      });
    },
    repaired: (what, target) => {
      metrics.repairs.add(1, what);
      log.writeSeldom('warn', 'repaired', REPAIRED[what], { reason: what, target });
    },
    urlRefused: (target, reason) => {
      log.writeSeldom('warn', 'report_url_refused', 'A report URL is not followed.', {
        target,
        reason,
        wayOut:
          reason === 'host'
            ? "If the host is MetaStudio's, add it to allowedHosts."
            : 'Compare the URL that MetaStudio gives with endpoint, projectId and target.',
      });
    },
  };
}

function logAnswer(
  log: RelayLog,
  target: string,
  outcome: ReportOutcome,
  events: number,
  durationMs: number,
): void {
  const fields = {
    target,
    outcome: outcome.kind,
    events,
    durationMs: Math.round(durationMs),
    requestId: 'requestId' in outcome ? outcome.requestId : undefined,
    status: 'status' in outcome ? outcome.status : undefined,
    code: 'code' in outcome ? outcome.code : undefined,
    reason: 'reason' in outcome ? outcome.reason : undefined,
    by: 'by' in outcome ? outcome.by : undefined,
    wayOut: wayOutOf(outcome),
  };
  if (outcome.kind === 'delivered') {
    log.write('debug', 'report_delivered', 'Delivered.', fields);
    return;
  }
  const [severity, told] = toldOf(outcome);
  log.writeSeldom(severity, 'report_not_delivered', told, fields);
}

function toldOf(outcome: ReportOutcome): readonly ['warn' | 'info', string] {
  if (outcome.kind === 'retry' && outcome.ambiguous) {
    return ['warn', 'The answer to a report did not come; it may have been accepted.'];
  }
  // A stream ends, a URL and a token do, too: what follows from it is told where it is a fault.
  if (outcome.kind === 'gone') return ['info', 'The live job of a report has ended.'];
  if (isMended(outcome)) return ['info', 'What a report was sent with is over; it is sent anew.'];
  return ['warn', 'A report was not accepted.'];
}

function isMended(outcome: ReportOutcome): boolean {
  return outcome.kind === 'unauthorized' && outcome.remedy !== 'none';
}

function wayOutOf(outcome: ReportOutcome): string | undefined {
  if (isMended(outcome)) return undefined;
  if (outcome.kind === 'refused') return pauseWayOut(outcome.reason, 'en');
  if (outcome.kind !== 'unauthorized') return WAY_OUT[outcome.kind];
  if (outcome.by !== undefined) {
    return sentence(
      `${outcome.by} refuses to give a credential; look at auth of the project: live-relay doctor`,
    );
  }
  const { fault } = outcome;
  return fault === undefined ? WAY_OUT.unauthorized : sentence(CREDENTIAL_FAULTS[fault]);
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

/** The objective of `deploy/prometheus`: what is reported later than so, in ms, is late. */
const LATE_MS = 5000;

function countSettled(
  metrics: RelayMetrics,
  batch: Settled,
  now: number,
  keptBackUntil: number,
): void {
  for (const [bridge, { reported, dropped, refused }] of batch.bridges) {
    reported.forEach((count, code) => {
      const type = eventTypeOf(code);
      if (count > 0 && type !== undefined) metrics.eventsReported.add(count, bridge, type);
    });
    for (const [reason, count] of dropped) metrics.eventsDropped.add(count, bridge, reason);
    if (refused > 0) metrics.eventsDeadLettered.add(refused, bridge, 'refused');
  }
  for (const [receivedAt, count, chosenAt = 0] of batch.receipts()) {
    metrics.eventLatency.observe((now - receivedAt) / 1000, count);
    const isInTime = now - Math.max(receivedAt, keptBackUntil, chosenAt) <= LATE_MS;
    if (isInTime && now - receivedAt > LATE_MS) metrics.eventsKeptBack.add(count);
  }
}
