import type { AppendOutcome, HeardTime } from '#event-buffer';
import type { DropReason, EventType } from '#live-event';
import type { ConnectionListener, HearingReport } from '#source';
import type { MoveReason } from './share/fleet-hands.js';

/**
 * Receives what the collector does, for logs and metrics. Called once a chunk, never once an event;
 * methods must be cheap and must not throw.
 */
export interface CollectorListener {
  /** Events of a type were received, that is understood, including those that are dropped later. */
  received(bridge: string, type: EventType, count: number): void;
  /** Events were dropped before or by the buffer. */
  dropped(bridge: string, reason: DropReason, count: number): void;
  /** An expression of the bridge's `blockWords`, counted from 1, takes too long: it is given up. */
  expressionOff(bridge: string, expression: number): void;
  appended(bridge: string, outcome: Extract<AppendOutcome, { kind: 'appended' }>): void;
  /** Redis did not take an append; it is repeated. */
  appendFailed(bridge: string, error: Error): void;
  /** @param lease of a bridge, or of its second copy. */
  leaseHeld(lease: string, epoch: number): void;
  leaseLost(lease: string): void;
  /** This process gave the bridge to another one: for the shares, or since it stops. */
  moved(bridge: string, reason: MoveReason): void;
  /** This process has ended the bridge, or its second copy: no calls follow for it. */
  retired(lease: string): void;
  /**
   * The room of a `connect: while-live` bridge has a live job, or has none any more; `undefined`: nobody can tell, or
   * its source is connected whatever the room does.
   */
  roomLive(lease: string, live: boolean | undefined): void;
  /** A source's hearing has changed; judged every few seconds. @param lease of a bridge, or of its second copy. */
  heard(lease: string, report: HearingReport, before: HearingReport): void;
  /** When a source of this process was last heard; told every few seconds, if it was. */
  heardAt(lease: string, time: HeardTime): void;
  /** What is left of a quota that the bridge's platform counts. */
  quotaLeft(lease: string, left: number): void;
  /** Redis did not answer about the leases, or a target could not be woken. */
  failed(error: Error): void;
  /** @returns the listener of one bridge's connection, or of its second copy's. */
  connectionOf(lease: string): ConnectionListener;
  /** @returns the listener of pushes to a bridge, which no process holds alone. */
  pushesOf(bridge: string): ConnectionListener;
}
