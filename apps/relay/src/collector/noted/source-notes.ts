import type { HearingNote, LedgerReader, SourceNote } from '#event-buffer';
import { chineseOf, type Hearing, type HearingReport } from '#source';

/** A source whose state is noted: a connection, or a bridge that is pushed to. */
export interface NotedSource {
  readonly status: {
    readonly state: string;
    readonly reason?: string | undefined;
    readonly refused?: string | undefined;
  };
  readonly hearing: Pick<Hearing, 'report'>;
  /** Where its events go, where only one process at a time has it. */
  readonly target?: string;
  /** Who has it, of the second copy of a bridge. */
  readonly holder?: string | undefined;
}

/**
 * A note that this process wrote less than this ago, in ms, is still what Redis has; an older one may since have
 * been written over by another holder.
 */
const JUST_MS = 5000;

/**
 * Writes to Redis, for `status`, how the sources of this process stand, so that any process can
 * tell it of all. Best effort; the last write wins.
 */
export class SourceNotes {
  readonly #ledger: Pick<LedgerReader, 'noteSources' | 'forgetSources'>;
  readonly #onError: (error: Error) => void;
  /** What is to be written; `undefined` removes a bridge's note. */
  #pending = new Map<string, SourceNote | undefined>();
  /** The last note of each bridge, to be written again, and when it was written. */
  readonly #said = new Map<string, { readonly note: SourceNote; readonly at: number }>();
  readonly #states = new Map<string, { readonly state: string; readonly since: number }>();
  #writing: Promise<void> | undefined;

  constructor(
    ledger: Pick<LedgerReader, 'noteSources' | 'forgetSources'>,
    onError: (error: Error) => void,
  ) {
    this.#ledger = ledger;
    this.#onError = onError;
  }

  /** This process holds a bridge from now on: since when its source was in a state before says nothing. */
  begun(bridge: string, source: NotedSource): void {
    this.#states.delete(bridge);
    this.changed(bridge, source);
  }

  /** The state of a bridge's source has changed. */
  changed(bridge: string, source: NotedSource): void {
    this.#say(bridge, this.#noteOf(bridge, source, source.hearing.report()));
  }

  /** How a bridge's source hears is another than when that was told last: it may have been written already. */
  heard(bridge: string, source: Omit<NotedSource, 'hearing'>, report: HearingReport): void {
    const note = this.#noteOf(bridge, source, report);
    const said = this.#said.get(bridge);
    const isWritten =
      said !== undefined && performance.now() - said.at < JUST_MS && isSame(said.note, note);
    if (!isWritten) this.#say(bridge, note);
  }

  #noteOf(
    bridge: string,
    { status, target, holder }: Omit<NotedSource, 'hearing'>,
    report: HearingReport,
  ): SourceNote {
    const { state, reason, refused } = status;
    const before = this.#states.get(bridge);
    const since = before?.state === state ? before.since : Date.now();
    this.#states.set(bridge, { state, since });
    const refusedZh = chineseOf(refused);
    const heard = hearingNote(report);
    return { state, since, reason, refused, refusedZh, hearing: heard, target, holder };
  }

  #say(bridge: string, note: SourceNote): void {
    this.#pending.set(bridge, note);
    this.#said.set(bridge, { note, at: -Infinity });
    void this.#writeSoon();
  }

  /**
   * Writes all notes again: Redis may have lost them. @param bridges those that this process holds.
   */
  async sayAgain(bridges: readonly string[]): Promise<void> {
    const notes = new Map<string, SourceNote>();
    for (const bridge of bridges) {
      const said = this.#said.get(bridge);
      if (said !== undefined && !this.#pending.has(bridge)) notes.set(bridge, said.note);
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

  #written(notes: ReadonlyMap<string, SourceNote>): void {
    const at = performance.now();
    for (const [bridge, note] of notes) {
      if (this.#said.get(bridge)?.note === note) this.#said.set(bridge, { note, at });
    }
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
        this.#written(notes);
        await this.#ledger.forgetSources(gone);
      } catch (error) {
        this.#onError(error as Error);
      }
    }
  }
}

function isSame(one: SourceNote, other: SourceNote): boolean {
  const [a, b] = [one.hearing, other.hearing];
  return (
    one.state === other.state &&
    one.since === other.since &&
    one.reason === other.reason &&
    one.refused === other.refused &&
    one.target === other.target &&
    a?.state === b?.state &&
    a?.deaf === b?.deaf &&
    a?.wayOut === b?.wayOut &&
    a?.room?.state === b?.room?.state &&
    a?.room?.since === b?.room?.since &&
    a?.frames === b?.frames &&
    a?.notUnderstood === b?.notUnderstood
  );
}

/**
 * Without the times of the last frame and event: those change all the time, and HeardTimes writes
 * them.
 */
function hearingNote(report: HearingReport): HearingNote {
  const { state, deaf, wayOut, room, frames, notUnderstood } = report;
  const wayOutZh = chineseOf(wayOut);
  return { state, deaf, wayOut, wayOutZh, room, frames, notUnderstood };
}
