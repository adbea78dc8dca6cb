import type { NoticesConfig } from '#config';
import {
  REDIS_AWAY,
  redisTroubleOf,
  type AtNoticeDesk,
  type NoticeDesk,
  type RedisTrouble,
} from '#event-buffer';
import type { RelayStatus } from '../status/relay-status.js';
import { NoticeBook, type Notice, type NoticeItem } from './notice-book.js';
import type { NoticeSender } from './notice-sender.js';
import { noticeText } from './notice-text.js';
import type { Trouble, TroubleEnd } from './trouble.js';
import { endOf, OF_SOURCES } from './trouble-end.js';
import { hasEnded, isNewLoss, troublesOf } from './troubles-of.js';

/** How often a process looks for troubles, in ms. */
const LOOK_EVERY_MS = 5000;

export interface NotifierParts {
  readonly config: NoticesConfig;
  /** Where this process runs. */
  readonly machine: string;
  readonly desk: Pick<NoticeDesk, 'keep' | 'leave' | 'holder'>;
  readonly status: { read(): Promise<RelayStatus> };
  /** Why Redis takes no writes of the relay, though it answers: a full one takes this desk's. */
  readonly refusal: () => Promise<RedisTrouble | undefined>;
  /** What is wrong with Redis, by all that this process asks of it: one failed command may not tell. */
  readonly redisTrouble: () => RedisTrouble | undefined;
  /** When Redis was last found to have lost all that it held, ms since 1970; 0: never. */
  readonly emptiedAt: () => Promise<number>;
  /** The targets of the bridges that exist, by name. */
  readonly bridges: () => ReadonlyMap<string, string>;
  readonly sender: Pick<NoticeSender, 'send' | 'settled'>;
  /** Whether the room of a bridge is live; `undefined`: unknown. */
  readonly isLive: (bridge: string) => Promise<boolean | undefined>;
  readonly listener: NotifierListener;
  readonly lookEveryMs?: number | undefined;
}

/** Receives what became of notices, for logs. Must be cheap and must not throw. */
export interface NotifierListener {
  told(notice: Notice): void;
  /** No channel took the notice: it is tried again. */
  untold(notice: Notice): void;
  failed(error: Error): void;
}

/**
 * Tells people what goes wrong, and when it is over. One process at a time does that, and keeps
 * what was told in Redis, for the process that goes on.
 */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #book: NoticeBook;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  /**
   * The last answer of Redis, and when it came by a clock that only goes forward; absent while
   * another process tells.
   */
  #heard: { readonly now: number; readonly at: number } | undefined;
  #before: { readonly status: RelayStatus; readonly emptiedAt: number } | undefined;
  /** Whether Redis did not answer this process, while another one told. */
  #wasAway = false;
  /** The book's text that Redis does not have yet. */
  #unkept = '';

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.#book = new NoticeBook(parts.config);
  }

  start(): void {
    this.#lookLater(0);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await this.#parts.sender.settled();
    if (this.#heard !== undefined) await this.#parts.desk.leave().catch(() => {});
  }

  #lookLater(inMs = this.#parts.lookEveryMs ?? LOOK_EVERY_MS): void {
    if (this.#stopping.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => this.#lookLater());
    }, inMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    try {
      if (this.#wasAway) {
        // Who told before goes on: Redis does not have what that one has told of this outage.
        await this.#parts.desk.holder();
        this.#wasAway = false;
        return;
      }
      const desk = await this.#parts.desk.keep(this.#unkept);
      if (!this.#isHere(desk)) return;
      const status = await this.#parts.status.read();
      const emptiedAt = await this.#parts.emptiedAt();
      const isEmptied = isNewLoss(emptiedAt, this.#before?.emptiedAt, status.at);
      const bridges = this.#parts.bridges();
      const troubles = troublesOf(status, this.#before?.status, bridges, isEmptied);
      const refusal = await this.#parts.refusal();
      const ofRedis = refusal === undefined ? [] : [redisAway(refusal)];
      const live = await this.#whileHere(this.#whileLive(troubles, status));
      const leftOut = troubles.filter((one) => !live.includes(one)).map(({ about }) => about);
      const known = { status, troubles: live, bridges, notLive: new Set(leftOut) };
      // What is new is so until the book has it.
      this.#before = { status, emptiedAt };
      await this.#tell([...ofRedis, ...live], (trouble) => endOf(trouble, known));
    } catch (error) {
      this.#parts.listener.failed(error as Error);
      this.#wasAway = this.#heard === undefined;
      // The process that told before Redis went away is the one that tells of the outage.
      if (this.#heard !== undefined) {
        const trouble = this.#parts.redisTrouble() ?? redisTroubleOf(error);
        await this.#tell([redisAway(trouble)], () => 'open');
      }
    }
  }

  #isHere({ isHere, now, told }: AtNoticeDesk): boolean {
    if (!isHere) {
      this.#heard = undefined;
      this.#before = undefined;
      this.#unkept = '';
      return false;
    }
    if (this.#heard === undefined) this.#book.read(told, now);
    this.#heard = { now, at: performance.now() };
    return true;
  }

  /**
   * Leaves out troubles of sources whose room is not live: they have nothing to say. The platform's word counts
   * where nobody knows whether the room has a live job. So it does reports that failed and of which nothing waits
   * any more: none follows.
   */
  async #whileLive(troubles: readonly Trouble[], { bridges }: RelayStatus): Promise<Trouble[]> {
    const ended = new Set(bridges.filter(hasEnded).map(({ bridge }) => bridge));
    // Such a source is trouble only since its holder could not find out, and there may be a thousand of them.
    const idle = bridges.filter(({ source }) => source === 'idle');
    const unknown = new Set(idle.map(({ bridge }) => bridge));
    const isOver = async (bridge: string): Promise<boolean> =>
      (await this.#parts.isLive(bridge)) === false;
    const live = troubles.map(async ({ kind, about, events, bridges: names = [] }) => {
      if (kind === 'reports-failing' && events === 0 && names.length > 0) {
        return !(await Promise.all(names.map(isOver))).every(Boolean);
      }
      if (!OF_SOURCES.has(kind) || about === '') return true;
      const isLive = unknown.has(about) ? undefined : await this.#parts.isLive(about);
      return isLive ?? !ended.has(about);
    });
    const are = await Promise.all(live);
    return troubles.filter((_, index) => are[index]);
  }

  async #tell(troubles: readonly Trouble[], end: (trouble: Trouble) => TroubleEnd): Promise<void> {
    const { config, machine, sender, listener } = this.#parts;
    const notice = this.#book.look(troubles, this.#now(), end);
    if (notice !== undefined) {
      const text = noticeText(notice, { ...config, machine });
      const message = { text, data: { machine, ...dataOf(notice) } };
      if (await this.#whileHere(sender.send(message, this.#stopping.signal))) {
        this.#book.sent(notice, this.#now());
        listener.told(notice);
      } else {
        this.#book.failed(this.#now());
        listener.untold(notice);
      }
    }
    this.#unkept = this.#book.write();
    // Kept before it is sent on: the next process must not tell it again.
    if (notice !== undefined) await this.#parts.desk.keep(this.#unkept).catch(() => {});
  }

  /**
   * Renews this process's turn to tell while robots hang, or MetaStudio does that is asked for rooms: that may
   * take longer than another process waits.
   */
  async #whileHere<T>(hanging: Promise<T>): Promise<T> {
    const { desk, lookEveryMs = LOOK_EVERY_MS } = this.#parts;
    const keeping = setInterval(() => void desk.keep(this.#unkept).catch(() => {}), lookEveryMs);
    keeping.unref();
    try {
      return await hanging;
    } finally {
      clearInterval(keeping);
    }
  }

  /** Redis's time, also while it is away. */
  #now(): number {
    const { now, at } = this.#heard!;
    return now + Math.round(performance.now() - at);
  }
}

function redisAway({ kind, wayOut }: RedisTrouble): Trouble {
  return { kind: 'redis-away', about: '', reason: kind === REDIS_AWAY ? undefined : kind, wayOut };
}

/** A notice as data, for programs. */
function dataOf({ begun, over }: Notice): object {
  return { begun: begun.map(fieldsOf), over: over.map(fieldsOf) };
}

function fieldsOf({
  kind,
  about,
  bridges,
  reason,
  wayOut,
  events,
  durationMs,
  end,
}: NoticeItem): object {
  return { kind, about, bridges, reason, wayOut, events, durationMs, end };
}
