import type { LedgerRow, RunningProcess, TargetControl } from '#event-buffer';

/** What `status` and `/api/status` tell. Times are ms since 1970. Holds no secret. */
export interface RelayStatus {
  readonly at: number;
  readonly totals: LedgerTotals;
  /** The processes that run, the oldest first; those of versions that do not say so are not there. */
  readonly processes: readonly ProcessStatus[];
  /** Roles without which nothing goes on and that no process has. */
  readonly missingRoles: readonly ('collector' | 'reporter')[];
  readonly targets: readonly TargetStatus[];
  readonly bridges: readonly BridgeStatus[];
}

/** A process of the relay; `since` is when it started. */
export type ProcessStatus = RunningProcess;

/** Sums over all bridges; `unaccounted` is that of their amounts, whichever way they are out. */
export type LedgerTotals = Omit<LedgerRow, 'target' | 'bridge'>;

export interface TargetStatus {
  readonly target: string;
  /**
   * `paused`: it cannot be served, see `pausedReason`, or shall not be, see `control`; `no-room`:
   * the project has no such live room; `idle`: nothing waits; else why its next report waits
   * (`pace`, `rate`, `retry`, `no-job`), or `reporting`.
   */
  readonly state: string;
  readonly waiting: number;
  /** How long ago the oldest event that waits was received; absent where none does. */
  readonly oldestAgeMs?: number | undefined;
  /** The live job in use; absent while none is known. */
  readonly liveJob?: string | undefined;
  /** Failures since the last delivery, and the last one's reason. */
  readonly failures: number;
  readonly failing?: string | undefined;
  readonly pausedReason?: string | undefined;
  readonly pausedAt?: number | undefined;
  /** When the next attempt comes, where it has to wait. */
  readonly nextAt?: number | undefined;
  /** Since when it has waited for a turn, where the limit on the project's reports is why. */
  readonly turnSince?: number | undefined;
  readonly reportedAt?: number | undefined;
  /** Answers that wait to be spoken, where MetaStudio is asked; when it was. */
  readonly answersWaiting?: number | undefined;
  readonly answersAt?: number | undefined;
  /** Answers that were spoken, where MetaStudio calls back; when the last was. */
  readonly replies?: number | undefined;
  readonly repliedAt?: number | undefined;
  /** What an operator wants of it. */
  readonly control: TargetControl;
}

export interface BridgeStatus extends LedgerRow {
  /** Who holds its lease; absent while nobody does. */
  readonly heldBy?: string | undefined;
  /** Who holds its second copy, where two collectors hold its source. */
  readonly alsoHeldBy?: string | undefined;
  /**
   * `ready` is connected; `deaf` is connected and hears nothing; `unheard`: connected, and nothing
   * came yet but answers to heartbeats; `pushed`: a process takes what is pushed; `unheld`: none
   * holds it.
   */
  readonly source: string;
  readonly sourceSince?: number | undefined;
  /** Why its last connection ended. */
  readonly sourceReason?: string | undefined;
  /** Why its platform refuses it, and the way out. */
  readonly sourceRefused?: string | undefined;
  /**
   * Of a source that is connected: `hears` events, is `quiet` (its platform speaks), is `unheard`
   * (nothing came but answers to heartbeats), or `deaf`; `away`: nobody pushes.
   */
  readonly sourceHears?: string | undefined;
  /** What the platform last said of the room: `live`, `ended`, `unknown`, `refused`; since when. */
  readonly sourceRoom?: string | undefined;
  readonly sourceRoomSince?: number | undefined;
  /** Why it hears nothing, where `source` is `deaf`: `silent`, `not-understood`, `room-…`. */
  readonly sourceDeaf?: string | undefined;
  /** What to look at, where it hears nothing, or not all that it should. */
  readonly sourceWayOut?: string | undefined;
  /** Frames of the last five minutes, and those of them that nobody understood. */
  readonly sourceFrames?: number | undefined;
  readonly sourceNotUnderstood?: number | undefined;
  /** When its last frame and its last event came. */
  readonly frameAt?: number | undefined;
  readonly eventAt?: number | undefined;
  /** Of its record, where whoever tells has it: what it is, and whether it is to run. */
  readonly record?: BridgeOutline | undefined;
}

/** What a page needs of a bridge's record to show it among others. Holds no secret. */
export interface BridgeOutline {
  readonly platform: string;
  /** The channel or room at the platform, where the source names one. */
  readonly place?: string | undefined;
  readonly wanted: 'running' | 'paused';
  readonly origin: 'file' | 'api';
  /** Why it cannot run here. */
  readonly problem?: string | undefined;
}
