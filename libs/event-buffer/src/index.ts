export { Appender, APPEND_LIMITS_DEFAULT, UnconfirmedAppendError } from './appender.js';
export type { Append, AppendLimits, AppendOutcome, Registration } from './appender.js';
export type { Batch, BridgeTally, RefusedEvent, Settlement } from './batch.js';
export { BufferKeys, type TargetKeys } from './buffer-keys.js';
export {
  connectBufferRedis,
  connectionTold,
  redisReady,
  withScripts,
  type BufferRedis,
} from './buffer-redis.js';
export { ChunkBuilder, type NewEntry } from './chunk.js';
export { ChoosingRoom, type Choice, type ChoosingView } from './choosing-room.js';
export { type DeadLetter, type RefusalWords } from './dead-letter.js';
export { DEAD_LETTER_PAGE, DEAD_LETTERS_MAX, DeadLetters } from './dead-letters.js';
export type { DeadLetterEnd, DeadLetterPage, ReplayOutcome } from './dead-letters.js';
export { Drain, UnreadableEntryError, type TargetFields } from './drain.js';
export type { AtMostOnce, BatchLimits, LostReport } from './drain-window.js';
export { isSameCursor } from './cursor.js';
export { CHOOSING_LANES, ENTRY_EVENTS_MAX, type ChoosingLane } from './entry.js';
export {
  FleetTable,
  type FleetRows,
  type MemberRow,
  type Offer,
  type OfferTerms,
  type PlacementRow,
} from './fleet-table.js';
export { FullSignal, tellFull } from './full-signal.js';
export { Signal, type SignalListener } from './signal.js';
export { IdHasher } from './id-hash.js';
export { keySlot } from './key-slot.js';
export { LaneKeeper, LANES_MAX, type LaneListener } from './lane-keeper.js';
export { LEASE_TIMES_DEFAULT, LeaseKeeper } from './lease-keeper.js';
export type { Claim, LeaseListener, LeaseTimes } from './lease-keeper.js';
export {
  LedgerReader,
  type Lease,
  type LedgerRow,
  type HeardTime,
  type HearingNote,
  type SourceNote,
  type WaitingBuffer,
} from './ledger.js';
export { Leftovers } from './leftovers.js';
export { LOCK_TIMES_DEFAULT, LockWatch, type JobLock, type LockTimes } from './lock-watch.js';
export { eventKey } from './event-key.js';
export { writeStanding, type ParkedEvent, type Standing } from './parked-event.js';
export { RecordTable, type RecordChange, type StoredRecord } from './record-table.js';
export { openRedis, type RedisAddress } from './redis-address.js';
export {
  isRedisError,
  REDIS_AWAY,
  REDIS_TROUBLES,
  redisTroubleOf,
  type RedisTrouble,
} from './redis-trouble.js';
export { REPORT_QUEUE, ReportQueue, SWEEP_EVERY_MS, type JobPlace } from './report-queue.js';
export { ReportRate } from './report-rate.js';
export { ReportWorker } from './report-worker.js';
export type { DriveResult, ReportDriver, ReportWorkerOptions } from './report-worker.js';
export {
  CONTROL_STATES,
  controlTarget,
  targetControlOf,
  type ControlState,
  type TargetControl,
} from './target-control.js';
export { targetAddressOf, targetIdOf, type TargetAddress } from './target-id.js';
export { NoticeDesk, type AtNoticeDesk } from './notice-desk.js';
export type { BridgeFigures, TargetFigures } from './target-figures.js';
export { ProcessRegistry, type ProcessNote, type RunningProcess } from './process-registry.js';
