import type { Fold } from './instruments/fold-bridges.js';

/** A metric's name in Prometheus, its help text, and the names of its labels. */
export interface MetricDefinition {
  readonly name: `relay_${string}`;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /**
   * How a gauge's bridges become one series if there are too many to tell apart. @defaultValue sum
   */
  readonly folded?: Fold;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

/**
 * Every metric of the relay except Node's own. No label ever holds text from a viewer or a
 * platform: each comes from the configuration or from a closed set in the code.
 */
export const METRICS = {
  eventsReceived: {
    name: 'relay_events_received_total',
    type: 'counter',
    help: 'Events that sources gave, before filters.',
    labels: ['bridge', 'type'],
  },
  eventsDropped: {
    name: 'relay_events_dropped_total',
    type: 'counter',
    help: 'Events that were dropped by a policy: filters, duplicates, overload, age.',
    labels: ['bridge', 'reason'],
  },
  eventsReported: {
    name: 'relay_events_reported_total',
    type: 'counter',
    help: 'Events that MetaStudio accepted.',
    labels: ['bridge', 'type'],
  },
  eventsDeadLettered: {
    name: 'relay_events_dead_lettered_total',
    type: 'counter',
    help: 'Events that MetaStudio refuses, kept as dead letters.',
    labels: ['bridge', 'reason'],
  },
  eventsUnsettled: {
    name: 'relay_events_unsettled_total',
    type: 'counter',
    help: 'Events that MetaStudio accepted and Redis could not be told of: perhaps sent twice.',
    labels: [],
  },
  eventsKeptBack: {
    name: 'relay_events_kept_back_total',
    type: 'counter',
    help: 'Events that were reported late, though in time after their room had a live job, or somebody resumed their target.',
    labels: [],
  },
  repairs: {
    name: 'relay_repairs_total',
    type: 'counter',
    help: 'What would have held events up and was mended: a lost wake-up, a delay that did not end, a wrong count, a consumer that took no job.',
    labels: ['what'],
  },
  framesSkipped: {
    name: 'relay_frames_skipped_total',
    type: 'counter',
    help: 'Frames, or parts of one, that gave no event: of no interest, not understood, too large.',
    labels: ['bridge', 'reason'],
  },
  pushes: {
    name: 'relay_pushes_total',
    type: 'counter',
    help: 'Requests of /ingest, by the status of their answer; no bridge where it may not be told.',
    labels: ['bridge', 'status'],
  },
  connectionsDropped: {
    name: 'relay_connections_dropped_total',
    type: 'counter',
    help: 'Connections to the port that were dropped: to make room, after a refusal, with the port full.',
    labels: ['reason'],
  },
  reports: {
    name: 'relay_reports_total',
    type: 'counter',
    help: 'Reports that were sent, by what their answer meant.',
    labels: ['outcome'],
  },
  reportDuration: {
    name: 'relay_report_duration_seconds',
    type: 'histogram',
    help: 'From sending a report to its answer.',
    labels: [],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  reportEvents: {
    name: 'relay_report_events',
    type: 'histogram',
    help: 'Events of one report.',
    labels: [],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  },
  eventLatency: {
    name: 'relay_event_latency_seconds',
    type: 'histogram',
    help: 'From receiving an event to its acceptance by MetaStudio.',
    labels: [],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
  },
  bufferEvents: {
    name: 'relay_buffer_events',
    type: 'gauge',
    help: 'Events of a bridge that wait in Redis. Exported by the console role.',
    labels: ['bridge'],
  },
  bufferOldestAge: {
    name: 'relay_buffer_oldest_age_seconds',
    type: 'gauge',
    help: "Age of the oldest event in the buffer of a bridge's target; 0 where none waits. Exported by the console role.",
    labels: ['bridge'],
    folded: 'max',
  },
  bufferOverdue: {
    name: 'relay_buffer_overdue_seconds',
    type: 'gauge',
    help: "How long the oldest event in the buffer of a bridge's target has waited without that being on purpose: a room without a live job, or a target that somebody paused. Exported by the console role.",
    labels: ['bridge'],
    folded: 'max',
  },
  deadLetters: {
    name: 'relay_dead_letters',
    type: 'gauge',
    help: 'Dead letters of a bridge that are kept in Redis. Exported by the console role.',
    labels: ['bridge'],
  },
  targetsPaused: {
    name: 'relay_targets_paused',
    type: 'gauge',
    help: 'Targets that are paused, by why. Exported by the console role.',
    labels: ['reason'],
  },
  answersWaiting: {
    name: 'relay_answers_waiting',
    type: 'gauge',
    help: "Answers that wait to be spoken in the live job of a bridge's target; absent where it is not known. Exported by the console role.",
    labels: ['bridge'],
    folded: 'max',
  },
  callbacks: {
    name: 'relay_callbacks_total',
    type: 'counter',
    help: 'Callbacks of MetaStudio: replied (a reply was spoken), stream (one began or ended), or why they were not taken.',
    labels: ['project', 'outcome'],
  },
  roomWithoutJob: {
    name: 'relay_room_without_job',
    type: 'gauge',
    help: 'Whether events of a bridge wait for a live job of its room: 1 or 0. Exported by the console role.',
    labels: ['bridge'],
  },
  sourceConnected: {
    name: 'relay_source_connected',
    type: 'gauge',
    help: 'Whether the source of a bridge that this process holds is connected: 1 or 0.',
    labels: ['bridge'],
  },
  sourceResting: {
    name: 'relay_source_resting',
    type: 'gauge',
    help: 'Whether the source of a bridge is not connected on purpose, since its room has no live job: 1 or 0.',
    labels: ['bridge'],
  },
  sourceDeaf: {
    name: 'relay_source_deaf',
    type: 'gauge',
    help: 'Whether the source of a bridge is connected and hears nothing, though its room may be live: 1 or 0.',
    labels: ['bridge'],
  },
  sourceUnheard: {
    name: 'relay_source_unheard',
    type: 'gauge',
    help: 'Whether nothing came from a connected source but answers to heartbeats, for a minute and more: 1 or 0.',
    labels: ['bridge'],
  },
  sourceFrameAt: {
    name: 'relay_source_last_frame_timestamp_seconds',
    type: 'gauge',
    help: 'When the last frame of a source of this process came; told every five seconds.',
    labels: ['bridge'],
    folded: 'max',
  },
  sourceEventAt: {
    name: 'relay_source_last_event_timestamp_seconds',
    type: 'gauge',
    help: 'When the last event of a source of this process came; told every five seconds.',
    labels: ['bridge'],
    folded: 'max',
  },
  sourceQuotaLeft: {
    name: 'relay_source_quota_left',
    type: 'gauge',
    help: "What is left of a day's quota that a platform counts (YouTube's units), as this process counts it.",
    labels: ['bridge'],
  },
  sourceReconnects: {
    name: 'relay_source_reconnects_total',
    type: 'counter',
    help: 'Connections of a source, or attempts at one, that ended and were followed by another.',
    labels: ['bridge', 'reason'],
  },
  queueJobs: {
    name: 'relay_queue_jobs',
    type: 'gauge',
    help: 'BullMQ jobs by state. Exported by the console role.',
    labels: ['queue', 'state'],
  },
  rateLimitedSeconds: {
    name: 'relay_rate_limited_seconds_total',
    type: 'counter',
    help: "How long reports waited for a project's reportsPerSecond.",
    labels: [],
  },
  leasesHeld: {
    name: 'relay_leases_held',
    type: 'gauge',
    help: 'Bridges that this process holds.',
    labels: [],
  },
  bridgeMoves: {
    name: 'relay_bridge_moves_total',
    type: 'counter',
    help: 'Bridges that this process handed over: for a fair share, since it stops, or stuck.',
    labels: ['reason'],
  },
  processes: {
    name: 'relay_processes',
    type: 'gauge',
    help: 'Processes that run, by what they do. Exported by the console role.',
    labels: ['role'],
  },
  redisUp: {
    name: 'relay_redis_up',
    type: 'gauge',
    help: 'Whether this process can use Redis, as far as it knows: 1 or 0.',
    labels: [],
  },
  redisMemoryUsed: {
    name: 'relay_redis_memory_used_bytes',
    type: 'gauge',
    help: "Memory that Redis uses, of a cluster's fullest master. Exported by the console role.",
    labels: [],
  },
  redisMemoryMax: {
    name: 'relay_redis_memory_max_bytes',
    type: 'gauge',
    help: 'Memory that the same Redis may use; 0: no limit of its own. Exported by the console role.',
    labels: [],
  },
  redisEvicts: {
    name: 'relay_redis_evicts',
    type: 'gauge',
    help: 'Whether a full Redis throws keys away instead of refusing writes: 1 or 0. Exported by the console role.',
    labels: [],
  },
  notices: {
    name: 'relay_notices_total',
    type: 'counter',
    help: 'Messages that were sent to tell people what goes wrong, by whether the channel took them.',
    labels: ['channel', 'outcome'],
  },
  clockSkew: {
    name: 'relay_clock_skew_seconds',
    type: 'gauge',
    help: "MetaStudio's clock less this machine's, as its answers tell it; 0 below a minute.",
    labels: ['project'],
  },
  reloadSuccessful: {
    name: 'relay_config_last_reload_successful',
    type: 'gauge',
    help: 'Whether the file was without a problem when it was last read: 1 or 0.',
    labels: [],
  },
  reloadSuccessAt: {
    name: 'relay_config_last_reload_success_timestamp_seconds',
    type: 'gauge',
    help: 'When a start, or a change of the bridges, last took effect.',
    labels: [],
  },
  bridgesFolded: {
    name: 'relay_bridge_series_folded',
    type: 'gauge',
    help: 'Whether there are too many bridges for series of their own, so that all are one: 1 or 0.',
    labels: [],
  },
  buildInfo: {
    name: 'relay_build_info',
    type: 'gauge',
    help: 'Always 1; its labels tell what runs.',
    labels: ['version', 'node'],
  },
} as const satisfies Record<string, MetricDefinition>;
