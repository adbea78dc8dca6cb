export { Appender, APPEND_LIMITS_DEFAULT, UnconfirmedAppendError } from './append/appender.js';
export type { Append, AppendLimits, AppendOutcome, OwnLane } from './append/appender.js';
export type { Batch, Settlement } from './drain/batch.js';
export type { Stretch } from './drain/batch-keys.js';
export { BufferKeys } from './redis/buffer-keys.js';
export {
  connectBufferRedis,
  connectionTold,
  redisReady,
  withScripts,
  type BufferRedis,
} from './redis/buffer-redis.js';
export { ChunkBuilder, type NewEntry } from './append/chunk.js';
export { ChoosingRoom, type ChoosingView } from './choosing/choosing-room.js';
export { type DeadLetter, type RefusalWords } from './dead-letters/dead-letter.js';
export { DEAD_LETTER_PAGE, DEAD_LETTERS_MAX, DeadLetters } from './dead-letters/dead-letters.js';
export { Drain } from './drain/drain.js';
export { DrainChanges } from './drain/drain-changes.js';
export { UnreadableEntryError } from './drain/unreadable-entry-error.js';
export type { AtMostOnce, BatchLimits } from './drain/drain-window.js';
export { isSameCursor, type Cursor } from './drain/cursor.js';
export { DrainMemory } from './drain/drain-memory.js';
export { RedisTime } from './drain/redis-time.js';
export { Sketch } from './drain/sketch.js';
export { BEFORE_APPEND_MS_MAX, CHOOSING_LANES, type ChoosingLane } from './append/entry.js';
export {
  FleetTable,
  type FleetRows,
  type MemberRow,
  type Offer,
  type OfferTerms,
  type PlacementRow,
} from './fleet/fleet-table.js';
export { GONE_SILENT_MS } from './scripts/fleet/fleet-beginning.lua.js';
export { FullSignal, tellFull, tellLook } from './redis/full-signal.js';
export { Signal } from './redis/signal.js';
export { IdHasher } from './append/id-hash.js';
export { readInfo, readMemory, type RedisInfo, type RedisMemory } from './redis/about-redis.js';
export { SharedTexts } from './redis/shared-texts.js';
export { writeProbe, writeRefusal } from './redis/write-probe.js';
export { keySlot } from './redis/key-slot.js';
export { LaneKeeper } from './leases/lane-keeper.js';
export { LeaseKeeper, type Claim, type LeaseListener } from './leases/lease-keeper.js';
export { LEASE_TIMES_DEFAULT, type LeaseTimes } from './leases/own-leases.js';
export {
  heardTimeOf,
  leaseOf,
  LedgerReader,
  sourceNoteOf,
  type BridgeTexts,
  type Lease,
  type HeardTime,
  type HearingNote,
  type SourceNote,
} from './targets/ledger.js';
export type { LedgerRow } from './targets/ledger-row.js';
export { bridgeOfSecond, otherCopyOf, SECOND_LANE, secondOf } from './leases/second-copy.js';
export { SeatTable } from './leases/seat-table.js';
export { Leftovers } from './leases/leftovers.js';
export { LossMark } from './queue/loss-mark.js';
export { isLockLost } from './queue/lock-lost.js';
export {
  LOCK_TIMES_DEFAULT,
  LOST_EARLY,
  type JobLock,
  type LockTimes,
} from './queue/lock-watch.js';
export { eventKey } from './append/event-key.js';
export { keysAt, keysOfNew } from './append/new-entry-keys.js';
export { writeStanding, type Candidate, type Standing } from './append/candidate.js';
export { RecordTable, type RecordChange, type StoredRecord } from './fleet/record-table.js';
export { PassingEvents, type PassingEvent } from './targets/passing-events.js';
export { openRedis, type RedisAddress } from './redis/redis-address.js';
export {
  isOfOneKey,
  isRedisError,
  REDIS_AWAY,
  REDIS_TROUBLES,
  redisTroubleOf,
  type RedisTrouble,
} from './redis/redis-trouble.js';
export {
  REPORT_QUEUE,
  ReportQueue,
  SWEEP_EVERY_MS,
  type QueueJobState,
} from './queue/report-queue.js';
export type { QueueSpread } from './queue/queue-shards.js';
export {
  MOMENT_LIVES_MS,
  ReportRate,
  type RateMoment,
  type RateMoments,
} from './drain/report-rate.js';
export { ReportWorker } from './queue/report-worker.js';
export type { DriveResult, ReportDriver, ReportWorkerOptions } from './queue/report-worker.js';
export type { ControlState, TargetControl } from './targets/target-control.js';
export { Recount } from './targets/recount.js';
export {
  isTargetId,
  projectOfTarget,
  targetAddressOf,
  targetIdOf,
  type TargetAddress,
} from './targets/target-id.js';
export { AuditLog, type AuditEntry } from './fleet/audit-log.js';
export { NoticeDesk, type AtNoticeDesk } from './fleet/notice-desk.js';
export { TARGET_FIELDS, type TargetChanges, type TargetField } from './targets/target-fields.js';
export { PARKED, type DelayCause } from './targets/target-delay.js';
export { TargetRecord } from './targets/target-record.js';
export { Names, type Registration } from './targets/names.js';
export { TargetTable } from './targets/target-table.js';
export { TrailStream } from './targets/trail-stream.js';
export { Rounds } from './targets/rounds.js';
export { WaitingTargets } from './targets/waiting-targets.js';
export { type TargetState } from './targets/target-figures.js';
export { KnownStates, TOLD_FIELDS } from './targets/known-states.js';
export {
  ProcessRegistry,
  type ProcessNote,
  type RunningProcess,
} from './targets/process-registry.js';
