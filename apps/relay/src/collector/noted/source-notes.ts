import type { HearingNote, LedgerReader, SourceNote } from '#event-buffer';
import type { Hearing, HearingReport } from '#source';

/** A source whose state is noted: a connection, or a bridge that is pushed to. */
export interface NotedSource {
  readonly status: {
    readonly state: string;
    readonly reason?: string | undefined;
    readonly refused?: string | undefined;
  };
  readonly hearing: Pick<Hearing, 'report'>;
}

/**
 * Writes to Redis, for `status`, how the sources of this process stand, so that any process can
 * tell it of all. Best effort; the last write wins.
 */
export class SourceNotes {
  readonly #ledger: Pick<LedgerReader, 'noteSources' | 'forgetSources'>;
  readonly #onError: (error: Error) => void;
  /** What is to be written; `undefined` removes a bridge's note. */
  #pending = new Map<string, SourceNote | undefined>();
  /** The last note of each bridge, to be written again. */
  readonly #said = new Map<string, SourceNote>();
  readonly #states = new Map<string, { readonly state: string; readonly since: number }>();
  #writing: Promise<void> | undefined;

  constructor(
    ledger: Pick<LedgerReader, 'noteSources' | 'forgetSources'>,
    onError: (error: Error) => void,
  ) {
    this.#ledger = ledger;
    this.#onError = onError;
  }

  /** The state or the hearing of a bridge's source has changed. */
  changed(bridge: string, { status, hearing }: NotedSource): void {
    const { state, reason, refused } = status;
    const before = this.#states.get(bridge);
    const since = before?.state === state ? before.since : Date.now();
    this.#states.set(bridge, { state, since });
    const heard = hearingNote(hearing.report());
    const note = { state, since, reason, refused, hearing: heard };
    this.#pending.set(bridge, note);
    this.#said.set(bridge, note);
    void this.#writeSoon();
  }

  /**
   * Writes all notes again: Redis may have lost them. @param bridges those that this process holds.
   */
  async sayAgain(bridges: readonly string[]): Promise<void> {
    const notes = new Map<string, SourceNote>();
    for (const bridge of bridges) {
      const note = this.#said.get(bridge);
      if (note !== undefined && !this.#pending.has(bridge)) notes.set(bridge, note);
    }
    await this.#writing;
    await this.#ledger.noteSources(notes);
  }

  /** The bridge was removed: so is its note. */
  async forget(bridge: string): Promise<void> {
    this.#states.delete(bridge);
    this.#said.delete(bridge);
    this.#pending.set(bridge, undefined);
    await this.#writeSoon();
  }

  /** One write at a time; all that changes meanwhile goes into the next. */
  async #writeSoon(): Promise<void> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#pending.size > 0) {
      // All changes of this turn of the event loop go into one write.
      await Promise.resolve();
      const pending = this.#pending;
      this.#pending = new Map();
      const notes = new Map<string, SourceNote>();
      for (const [bridge, note] of pending) if (note !== undefined) notes.set(bridge, note);
      const gone = [...pending.keys()].filter((bridge) => !notes.has(bridge));
      try {
        await this.#ledger.noteSources(notes);
        await this.#ledger.forgetSources(gone);
      } catch (error) {
        this.#onError(error as Error);
      }
    }
  }
}

/**
 * Without the times of the last frame and event: those change all the time, and HeardTimes writes
 * them.
 */
function hearingNote(report: HearingReport): HearingNote {
  const { state, deaf, wayOut, room, frames, notUnderstood } = report;
  return { state, deaf, wayOut, room, frames, notUnderstood };
}
