import type { AppendOutcome, NewEntry } from '#event-buffer';

/** Receives the results of an outbox's appends. */
export interface OutboxOwner {
  /** An append was applied: `kind` tells how. */
  appended(
    outcome: Extract<AppendOutcome, { kind: 'appended' }>,
    entries: readonly NewEntry[],
  ): void;
  /** An append was applied, and is repeated since too few replicas have it. */
  unconfirmed?(outcome: AppendOutcome): void;
  /** The append was refused: a newer epoch holds the bridge. So many events were with it. */
  refused(epoch: number, events: number, entries: readonly NewEntry[]): void;
  /** This many events waited too long for Redis; they are counted `spill_expired`. */
  gaveUp(events: number, entries: readonly NewEntry[]): void;
  /** Redis did not take an append; it is repeated. */
  failed(error: Error): void;
}
