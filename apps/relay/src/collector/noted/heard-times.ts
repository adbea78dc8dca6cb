import type { HeardTime, LedgerReader } from '#event-buffer';
import type { Hearing } from '#source';

/** How often the times are written to Redis, in ms. */
const TOLD_EVERY_MS = 5000;

/** Receives the times at which the sources of this process were last heard. */
export interface HeardTimesListener {
  heardAt(bridge: string, time: HeardTime): void;
  failed(error: Error): void;
}

export interface HeardSource {
  readonly hearing: Pick<Hearing, 'frameAt' | 'eventAt'>;
}

interface ToldSource extends HeardSource {
  /** What was written to Redis. */
  told: HeardTime;
}

/**
 * Writes to Redis, for `status`, when the last frame and the last event of each source of this
 * process came: a source can be connected and silent. One write for all of them; best effort.
 */
export class HeardTimes {
  readonly #ledger: Pick<LedgerReader, 'noteHeard'>;
  readonly #listener: HeardTimesListener;
  readonly #held: () => readonly { readonly name: string }[];
  readonly #sources = new Map<string, ToldSource>();
  #timer: NodeJS.Timeout | undefined;

  /** @param held the bridges that this process holds now: others may have been heard elsewhere since. */
  constructor(
    ledger: Pick<LedgerReader, 'noteHeard'>,
    listener: HeardTimesListener,
    held: () => readonly { readonly name: string }[],
  ) {
    this.#ledger = ledger;
    this.#listener = listener;
    this.#held = held;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tell(), TOLD_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Adds a bridge's source, in place of the one that it had before. */
  add(bridge: string, hearing: HeardSource['hearing']): void {
    this.#sources.set(bridge, { hearing, told: {} });
  }

  /** Has the next write tell everything again: Redis may have lost it. */
  tellAgain(): void {
    for (const source of this.#sources.values()) source.told = {};
  }

  /** Removes a bridge. */
  forget(bridge: string): void {
    this.#sources.delete(bridge);
  }

  async #tell(): Promise<void> {
    const changed = new Map<string, HeardTime>();
    for (const { name } of this.#held()) {
      const source = this.#sources.get(name);
      if (source === undefined) continue;
      const { hearing, told } = source;
      const { frameAt, eventAt } = hearing;
      if (frameAt === told.frameAt && eventAt === told.eventAt) continue;
      source.told = { frameAt, eventAt };
      changed.set(name, source.told);
      this.#listener.heardAt(name, source.told);
    }
    if (changed.size === 0) return;
    try {
      await this.#ledger.noteHeard(changed);
    } catch (error) {
      this.#listener.failed(error as Error);
    }
  }
}
