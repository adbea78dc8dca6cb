import type { HearingNote, LedgerReader, SourceNote } from '#event-buffer';
import type { ConnectionListener, Hearing, HearingReport } from '#source';

/** A connection, or whoever is pushed to. */
export interface NotedSource {
  readonly status: {
    readonly state: string;
    readonly reason?: string | undefined;
    readonly refused?: string | undefined;
  };
  readonly hearing: Pick<Hearing, 'report'>;
}

/**
 * Keeps in Redis how the sources of this process stand, for `status`: whoever asks need not know
 * which process holds which bridge. Best effort; the last word wins.
 */
export class SourceNotes {
  readonly #ledger: Pick<LedgerReader, 'noteSources' | 'forgetSources'>;
  readonly #onError: (error: Error) => void;
  /** `undefined`: nothing is to be known of it any more. */
  #pending = new Map<string, SourceNote | undefined>();
  /** What was last said of each, to be said again. */
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

  /** The source of a bridge is in another state, or hears in another way. */
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

  /** Says all of it again: Redis may have lost it. @param bridges those that this process holds. */
  async sayAgain(bridges: readonly string[]): Promise<void> {
    const notes = new Map<string, SourceNote>();
    for (const bridge of bridges) {
      const note = this.#said.get(bridge);
      if (note !== undefined && !this.#pending.has(bridge)) notes.set(bridge, note);
    }
    await this.#writing;
    await this.#ledger.noteSources(notes);
  }

  /** The bridge is no more here: what was last said of its source is taken back. */
  async forget(bridge: string): Promise<void> {
    this.#states.delete(bridge);
    this.#said.delete(bridge);
    this.#pending.set(bridge, undefined);
    await this.#writeSoon();
  }

  /** One write at a time; what changed meanwhile, of however many bridges, is one more. */
  async #writeSoon(): Promise<void> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#pending.size > 0) {
      // All that changes in this turn goes with it.
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

/** When the last frame and event came is told elsewhere, since that changes all the time. */
function hearingNote(report: HearingReport): HearingNote {
  const { state, deaf, wayOut, room, frames, notUnderstood } = report;
  return { state, deaf, wayOut, room, frames, notUnderstood };
}

/** Notes every change of state, and tells all on. */
export function notingListener(
  listener: ConnectionListener,
  changed: () => void,
): ConnectionListener {
  return {
    ...listener,
    stateChanged: (state) => {
      // The connection's status follows within this turn.
      queueMicrotask(changed);
      listener.stateChanged(state);
    },
  };
}
