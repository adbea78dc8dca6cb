import type { AnswersState } from '../metastudio/virtual-human.js';
import type { Fault } from '../metastudio/fault.js';
import type { LiveJob, LiveRoom } from '../metastudio/rooms/live-rooms.js';
import type { MetaStudio } from '../metastudio/metastudio.js';

/** What became of the events that MetaStudio accepted, over all jobs. */
export interface AcceptedState {
  readonly reports: number;
  readonly events: number;
  /** By MetaStudio's number; `none` for events without a type. */
  readonly byType: Readonly<Record<string, number>>;
  readonly eventsPerReportMax: number;
  /** Marked events, each counted once. */
  readonly distinct: number;
  /** Marked events that had come before. */
  readonly duplicates: number;
  /** Marked events that came, for the first time, after a later one of their chat room. */
  readonly outOfOrder: number;
  /** Events without a mark, and those beyond the bounds: repetitions of these are unknown. */
  readonly unmarked: number;
  readonly untracked: number;
  /** Reports with `no_need_review: true`. */
  readonly withoutReview: number;
}

/** MetaStudio's side of `GET /_sim/state`. */
export interface MetaStudioState {
  readonly accepted: AcceptedState;
  readonly answeredByStatus: Readonly<Record<string, number>>;
  readonly refusedByCode: Readonly<Record<string, number>>;
  /** Reports admitted by each credential, and management calls with it. */
  readonly passed: Readonly<Record<string, number>>;
  readonly throttled: number;
  /** Never more than 1 with a relay that keeps its promise. */
  readonly inFlightPerJobMax: number;
  readonly inFlight: number;
  /** From the sending of an event by the stand-in's chat to its acceptance, sampled. */
  readonly latencyMs: LatencyState;
  readonly jobs: readonly JobCountState[];
  /** What the virtual human said, and the age of each question then. */
  readonly answers: AnswersState;
  /** Callbacks by the status of their answer; 0: there was none. */
  readonly callbacksByStatus: Readonly<Record<string, number>>;
  readonly rooms: readonly RoomState[];
  readonly faults: readonly Fault[];
}

export interface LatencyState {
  readonly count: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number;
}

export interface JobCountState {
  readonly jobId: string;
  readonly reports: number;
  readonly events: number;
  readonly eventsPerReportMax: number;
  readonly byType: Readonly<Record<string, number>>;
}

export interface RoomState {
  readonly roomId: string;
  readonly roomName: string;
  readonly jobs: readonly { readonly jobId: string; readonly state: string }[];
}

/** Takes a snapshot. */
export function metaStudioState(studio: MetaStudio): MetaStudioState {
  const { recorder, inFlight, faults } = studio;
  const { latencies } = recorder;
  return {
    accepted: acceptedState(studio),
    answeredByStatus: Object.fromEntries(studio.answered),
    refusedByCode: Object.fromEntries(studio.refused),
    passed: { ...studio.authenticator.passed },
    throttled: studio.throttle.throttled,
    inFlightPerJobMax: inFlight.perJobMax,
    inFlight: inFlight.now,
    latencyMs: {
      count: latencies.count,
      p50: latencies.percentileMs(50),
      p99: latencies.percentileMs(99),
      max: Math.round(latencies.maxMs * 100) / 100,
    },
    jobs: [...recorder.jobs].map(([jobId, count]) => ({
      jobId,
      reports: count.reports,
      events: count.events,
      eventsPerReportMax: count.eventsPerReportMax,
      byType: Object.fromEntries(count.byType),
    })),
    answers: studio.human.state(),
    callbacksByStatus: Object.fromEntries(studio.caller.answered),
    rooms: studio.rooms.list().map(roomState),
    faults: faults.list(),
  };
}

/** A room with the states of its jobs, the oldest first. */
export function roomState(room: LiveRoom): RoomState {
  const jobs = room.jobs.map(({ jobId, state }: LiveJob) => ({ jobId, state }));
  return { roomId: room.roomId, roomName: room.roomName, jobs };
}

function acceptedState({ recorder }: MetaStudio): AcceptedState {
  const { arrivals, total } = recorder;
  return {
    reports: total.reports,
    events: total.events,
    byType: Object.fromEntries(total.byType),
    eventsPerReportMax: total.eventsPerReportMax,
    distinct: arrivals.distinct,
    duplicates: arrivals.duplicates,
    outOfOrder: arrivals.outOfOrder,
    unmarked: recorder.unmarked,
    untracked: arrivals.untracked,
    withoutReview: recorder.withoutReview,
  };
}
