import type { Appender, LedgerReader, Registration } from '#event-buffer';
import type { Hearing } from '#source';
import type { CollectorListener } from '../collector-listener.js';
import { HeardTimes, type HeardSource } from './heard-times.js';
import { HearingNews } from './hearing-news.js';
import { SourceNotes, type NotedSource } from './source-notes.js';

/** How often it is judged whether the sources hear, in ms. */
const LISTEN_EVERY_MS = 5000;

export interface NotedSourcesParts {
  readonly ledger: LedgerReader;
  readonly appender: Pick<Appender, 'register'>;
  readonly listener: Pick<CollectorListener, 'heard' | 'heardAt' | 'quotaLeft' | 'failed'>;
}

/** A source of one bridge, while this process has it. */
export interface ListenedSource extends NotedSource, HeardSource {
  readonly hearing: NotedSource['hearing'] &
    HeardSource['hearing'] &
    Pick<Hearing, 'mark' | 'isAt'>;
  /** What is left of a quota that its platform counts, where it does. */
  readonly quotaLeft?: number | undefined;
}

/** A bridge that this process holds. */
interface NotedBridge {
  readonly name: string;
  readonly registration: Registration;
}

interface Listened {
  readonly source: ListenedSource;
  readonly news: HearingNews;
  quotaLeft: number | undefined;
}

/**
 * The sources of a process's bridges of one kind, connected or pushed, as `status` tells of them:
 * judges every few seconds whether those of bridges that it holds hear, and writes to Redis how they
 * stand and when they were heard.
 */
export class NotedSources {
  readonly #parts: NotedSourcesParts;
  readonly #held: () => readonly NotedBridge[];
  readonly #heardTimes: HeardTimes;
  readonly #notes: SourceNotes;
  readonly #sources = new Map<string, Listened>();
  #listening: NodeJS.Timeout | undefined;

  /** @param held the bridges that this process holds now. */
  constructor(parts: NotedSourcesParts, held: () => readonly NotedBridge[]) {
    const { ledger, listener } = parts;
    this.#parts = parts;
    this.#held = held;
    this.#heardTimes = new HeardTimes(ledger, listener, held);
    this.#notes = new SourceNotes(ledger, (error) => listener.failed(error));
  }

  start(): void {
    this.#heardTimes.start();
    this.#listening = setInterval(() => this.#listen(), LISTEN_EVERY_MS);
    this.#listening.unref();
  }

  stop(): void {
    this.#heardTimes.stop();
    clearInterval(this.#listening);
  }

  /** Adds a bridge's source, in place of the one that it had before. */
  add(bridge: string, source: ListenedSource): void {
    this.#sources.set(bridge, { source, news: new HearingNews(), quotaLeft: undefined });
    this.#heardTimes.add(bridge, source.hearing);
  }

  /** This process holds a bridge from now on. */
  begun(bridge: string, source: NotedSource): void {
    this.#notes.begun(bridge, source);
  }

  /** The state of a bridge's source has changed. */
  changed(bridge: string, source: NotedSource): void {
    this.#notes.changed(bridge, source);
  }

  /** Removes a bridge. @param hasNote whether what is written of it is this process's to remove. */
  async forget(bridge: string, hasNote: boolean): Promise<void> {
    this.#sources.delete(bridge);
    this.#heardTimes.forget(bridge);
    if (hasNote) await this.#notes.forget(bridge);
  }

  /** Writes to Redis again which bridges this process holds. */
  async sayNames(): Promise<void> {
    await this.#parts.appender.register(...this.#held().map(({ registration }) => registration));
  }

  /** Writes to Redis again how their sources stand, and when they were heard. */
  async saySources(): Promise<void> {
    this.#heardTimes.tellAgain();
    await this.#notes.sayAgain(this.#held().map(({ name }) => name));
  }

  #listen(): void {
    const stirred = new Map<string, Listened>();
    for (const [name, listened] of this.#sources) {
      const { source, news, quotaLeft } = listened;
      if (!news.isNone(source.hearing) || source.quotaLeft !== quotaLeft)
        stirred.set(name, listened);
    }
    if (stirred.size === 0) return;
    for (const { name } of this.#held()) {
      const listened = stirred.get(name);
      if (listened !== undefined) this.#listenTo(name, listened);
    }
  }

  #listenTo(name: string, listened: Listened): void {
    this.#tellQuota(name, listened);
    const change = listened.news.of(listened.source.hearing);
    if (change === undefined) return;
    this.#notes.heard(name, listened.source, change.now);
    this.#parts.listener.heard(name, change.now, change.before);
  }

  #tellQuota(name: string, listened: Listened): void {
    const { quotaLeft } = listened.source;
    if (quotaLeft === undefined || quotaLeft === listened.quotaLeft) return;
    listened.quotaLeft = quotaLeft;
    this.#parts.listener.quotaLeft(name, quotaLeft);
  }
}
