import type { LedgerRow, RunningProcess, TargetControl } from '#event-buffer';

/** The status, as `status` and `/api/status` show it. Times are in ms since 1970. Holds no secret. */
export interface RelayStatus {
  readonly at: number;
  readonly totals: LedgerTotals;
  /**
   * The running processes, the oldest first; those of early versions do not register themselves, and are
   * missing.
   */
  readonly processes: readonly ProcessStatus[];
  /** Required roles that no process has. */
  readonly missingRoles: readonly ('collector' | 'reporter')[];
  readonly targets: readonly TargetStatus[];
  readonly bridges: readonly BridgeStatus[];
}

/** A process of the relay; `since` is when it started. */
export type ProcessStatus = RunningProcess;

/** Sums over all bridges; `unaccounted` is the sum of their absolute amounts. */
export type LedgerTotals = Omit<LedgerRow, 'target' | 'bridge'>;

export interface TargetStatus {
  readonly target: string;
  /**
   * `paused`: it cannot be served, see `pausedReason`, or a person paused it, see `control`; `no-room`: the
   * project has no such live room; `unreadable`: one of its keys in Redis holds something else; `idle`: nothing
   * waits; else why its next report waits (`pace`, `rate`,
   * `retry`, `no-job`), or `reporting`.
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
  /** When the next attempt is due, where it has to wait. */
  readonly nextAt?: number | undefined;
  /** Since when it has waited for a turn under the project's limit on reports. */
  readonly turnSince?: number | undefined;
  readonly reportedAt?: number | undefined;
  /** How many answers wait to be spoken, and when MetaStudio was asked; absent where it is not. */
  readonly answersWaiting?: number | undefined;
  readonly answersAt?: number | undefined;
  /** How many answers were spoken, and when the last was; absent where MetaStudio does not call back. */
  readonly replies?: number | undefined;
  readonly repliedAt?: number | undefined;
  /** What an operator wants of it. */
  readonly control: TargetControl;
}

export interface BridgeStatus extends LedgerRow {
  /** The holder of its lease; absent while there is none. */
  readonly heldBy?: string | undefined;
  /** The holder of its second copy, where two collectors hold its source. */
  readonly alsoHeldBy?: string | undefined;
  /** How its second copy stands, where two collectors are to hold its source, or do. */
  readonly second?: SecondStatus | undefined;
  /**
   * `ready` is connected; `deaf` is connected and hears nothing; `unheard`: connected, and nothing
   * came yet but answers to heartbeats; `pushed`: a process takes what is pushed; `unheld`: none
   * holds it.
   */
  readonly source: string;
  readonly sourceSince?: number | undefined;
  /** Why its last connection ended. */
  readonly sourceReason?: string | undefined;
  /** Why its platform refuses it, and what to do. */
  readonly sourceRefused?: string | undefined;
  /** The same in Chinese, where it is a sentence of ours. */
  readonly sourceRefusedZh?: string | undefined;
  /**
   * Of a source that is connected: `hears` events, is `quiet` (its platform speaks), is `unheard`
   * (nothing came but answers to heartbeats), or `deaf`; `away`: no client pushes.
   */
  readonly sourceHears?: string | undefined;
  /** What the platform last said of the room: `live`, `ended`, `unknown`, `refused`; since when. */
  readonly sourceRoom?: string | undefined;
  readonly sourceRoomSince?: number | undefined;
  /** Why it hears nothing, where `source` is `deaf`: `silent`, `not-understood`, `room-…`. */
  readonly sourceDeaf?: string | undefined;
  /** What to look at, where it hears nothing, or not all that it should. */
  readonly sourceWayOut?: string | undefined;
  /** The same in Chinese. */
  readonly sourceWayOutZh?: string | undefined;
  /** How many frames came in the last five minutes, and how many of them were not understood. */
  readonly sourceFrames?: number | undefined;
  readonly sourceNotUnderstood?: number | undefined;
  /** When its last frame and its last event came. */
  readonly frameAt?: number | undefined;
  readonly eventAt?: number | undefined;
  /** The outline of its record, where this process has it. */
  readonly record?: BridgeOutline | undefined;
}

/** The second of two connections to the same source. Its fields are as those of a bridge. */
export interface SecondStatus {
  /** Also `alone`: no second collector runs; `unknown`: its holder, of an earlier version, does not tell. */
  readonly source: string;
  readonly since?: number | undefined;
  readonly reason?: string | undefined;
  readonly refused?: string | undefined;
  readonly refusedZh?: string | undefined;
  readonly hears?: string | undefined;
  readonly deaf?: string | undefined;
  readonly frameAt?: number | undefined;
  readonly eventAt?: number | undefined;
}

/** What a list needs of a bridge's record. Holds no secret. */
export interface BridgeOutline {
  readonly platform: string;
  /** The channel or room at the platform, where the source names one. */
  readonly place?: string | undefined;
  readonly wanted: 'running' | 'paused';
  readonly origin: 'file' | 'api';
  /** Another one with every change. */
  readonly revision: number;
  /** Why it cannot run here. */
  readonly problem?: string | undefined;
}
