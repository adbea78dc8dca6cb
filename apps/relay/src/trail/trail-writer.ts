import { BoundedMap } from '#bounded-map';
import {
  keysAt,
  keysOfNew,
  readMemory,
  TargetTable,
  TrailStream,
  type AppendOutcome,
  type BufferKeys,
  type BufferRedis,
  type NewEntry,
} from '#event-buffer';
import type { LiveEvent } from '#live-event';
import { LeftOut } from './left-out.js';
import { trailWordsOf } from './trail-event.js';
import {
  CAME_A_SECOND_MAX,
  TRAIL_MS,
  type CameRow,
  type TrailRecord,
  type TrailWords,
} from './trail-record.js';
import type { TrailScribe } from './trail-words.js';

const FLUSH_EVERY_MS = 500;
/** How many records wait for Redis; more are lost. */
const UNWRITTEN_MAX = 2000;
/** After how long a target without a trail is asked about again, in ms. */
const WITHOUT_MS = 5000;
const TARGETS_MAX = 10_000;
/** How often a trail is trimmed, and checked whether it must give way, in ms. */
const TEND_EVERY_MS = 5000;

export interface TrailWriterParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  /** Absent where this process does not collect. */
  readonly scribe?: TrailScribe | undefined;
  readonly failed: (error: Error) => void;
}

/** From this part of Redis's memory on no event is added to trails: events are shed from four fifths on. */
const MEMORY_PART_MAX = 0.7;

interface Unwritten {
  readonly target: string;
  readonly record: TrailRecord;
  /** Since when, by a clock that never jumps. */
  readonly since: number;
}

interface Coming {
  rows: CameRow[];
  words: TrailWords[];
  more: number;
}

/** Writes the trails of targets, best effort: what it cannot write is lost. */
export class TrailWriter {
  readonly #parts: TrailWriterParts;
  readonly #targets: TargetTable;
  readonly #stream: TrailStream;
  /** By target, then by bridge. */
  #coming = new Map<string, Map<string, Coming>>();
  readonly #leftOut = new LeftOut();
  #told = new Map<string, number>();
  #second = 0;
  #unwritten: Unwritten[] = [];
  /** Targets without a trail, and until when that is believed, by a clock that never jumps. */
  readonly #without = new BoundedMap<string, number>(TARGETS_MAX);
  /** Until when a trail needs no tending, by the same clock. */
  #tendedUntil = new BoundedMap<string, number>(TARGETS_MAX);
  readonly #timer: NodeJS.Timeout;
  #isCrowded = false;
  /** Until when that needs no asking, by the same clock. */
  #memoryReadUntil = -Infinity;

  constructor(parts: TrailWriterParts) {
    this.#parts = parts;
    this.#targets = new TargetTable(parts.redis, parts.keys);
    this.#stream = new TrailStream(parts.redis, parts.keys);
    this.#timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS);
    this.#timer.unref();
  }

  /** The trail of one bridge. */
  of(target: string, bridge: string): BridgeTrail {
    return {
      came: (event, at, key, reason, lane, reported) => {
        const coming = this.#comingOf(target, bridge);
        if (!this.#isTold(target, at)) {
          coming.more++;
          return;
        }
        coming.rows.push([at, event.type, key(), reason, lane]);
        coming.words.push(trailWordsOf(event, reported));
      },
      shed: ({ dropped, spots }, entries) => {
        if (dropped.size === 0 || !this.mayTell(target)) return;
        for (const [reason, count] of dropped) {
          const some = spots?.get(reason);
          this.#leftOut.shed(
            target,
            reason,
            count,
            some === undefined ? [] : keysAt(entries, some),
          );
        }
      },
      lost: (reason, entries) => {
        const keys = entries.flatMap(keysOfNew);
        if (keys.length > 0 && this.mayTell(target)) {
          this.#leftOut.shed(target, reason, keys.length, keys);
        }
      },
    };
  }

  /** Whether a target may have a trail, for callers to whom making a record is costly. */
  mayTell(target: string): boolean {
    return (this.#without.get(target) ?? 0) <= performance.now();
  }

  add(target: string, record: TrailRecord): void {
    if (record.k !== 'came' && !this.mayTell(target)) return;
    if (record.k === 'settled' && record.reported.length === 0) {
      this.#leftOut.settled(target, record);
    } else this.#queue(target, record);
  }

  #queue(target: string, record: TrailRecord, since = performance.now()): void {
    if (this.#unwritten.length < UNWRITTEN_MAX) this.#unwritten.push({ target, record, since });
  }

  /** Writes what is ready. Never rejects. */
  async flush(): Promise<void> {
    for (const [target, bridges] of this.#coming) {
      for (const [bridge, { rows, words, more }] of bridges) {
        const written = this.#parts.scribe?.write(target, words);
        if (written === undefined) continue;
        const record: TrailRecord = {
          k: 'came',
          bridge,
          rows,
          ...written,
          ...(more > 0 && { more }),
        };
        this.add(target, record);
      }
    }
    this.#coming = new Map();
    for (const { target, record } of this.#leftOut.take()) this.#queue(target, record);
    const unwritten = this.#unwritten;
    this.#unwritten = [];
    try {
      if (unwritten.length > 0) await this.#readMemory();
      await Promise.all(
        [...byTarget(unwritten)].map(async ([target, some]) => this.#write(target, some)),
      );
    } catch (error) {
      this.#parts.failed(error as Error);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #write(target: string, records: readonly Unwritten[]): Promise<void> {
    // Only collectors begin a trail, and keep it: else it would go on for ever where none is wanted any more.
    const begins = records.some(({ record }) => record.k === 'came');
    const tended = `${begins} ${target}`;
    const isTended = (this.#tendedUntil.get(tended) ?? 0) > performance.now();
    if (!isTended && !(await this.#tend(target, records, begins))) return;
    // What becomes of those that it has takes little room: without it they would be told as waiting for minutes.
    const some = this.#isCrowded ? records.filter(({ record }) => record.k !== 'came') : records;
    const mayBegin = begins && !this.#isCrowded;
    const texts = some.map(({ record }) => JSON.stringify(record));
    await this.#stream.add(target, texts, mayBegin);
    if (isTended) return;
    if (mayBegin) await this.#stream.keep(target, TRAIL_MS);
    this.#tendedUntil.set(tended, performance.now() + TEND_EVERY_MS);
  }

  async #readMemory(): Promise<void> {
    if (performance.now() < this.#memoryReadUntil) return;
    this.#memoryReadUntil = performance.now() + TEND_EVERY_MS;
    // Where Redis is away, what is written fails, too.
    const all = await readMemory(this.#parts.redis).catch(() => []);
    const wasCrowded = this.#isCrowded;
    this.#isCrowded = all.some(({ used, max }) => max > 0 && used > max * MEMORY_PART_MAX);
    // A trail that begins now needs its end, which it is given where it is tended.
    if (wasCrowded) this.#tendedUntil = new BoundedMap(TARGETS_MAX);
  }

  /** Trims a trail, now and then. @returns `false` where nothing must be written to it now. */
  async #tend(target: string, records: readonly Unwritten[], begins: boolean): Promise<boolean> {
    // Where there is none, none is wanted, or it is about to begin.
    if (!begins && !(await this.#stream.exists(target))) {
      // One that had none a while ago is not waited for each time: most never have one.
      const young = this.#without.has(target) ? [] : records.filter(isYoung);
      for (const { record, since } of young) this.#queue(target, record, since);
      if (young.length < records.length) this.#without.set(target, performance.now() + WITHOUT_MS);
      return false;
    }
    this.#without.delete(target);
    // A Redis that is short of memory has room for events alone.
    if (await this.#targets.isShortOfMemory(target)) {
      await this.#stream.empty(target);
      return false;
    }
    await this.#stream.trim(target, TRAIL_MS, begins);
    return true;
  }

  #comingOf(target: string, bridge: string): Coming {
    let bridges = this.#coming.get(target);
    if (bridges === undefined) {
      bridges = new Map();
      this.#coming.set(target, bridges);
    }
    let coming = bridges.get(bridge);
    if (coming === undefined) {
      coming = { rows: [], words: [], more: 0 };
      bridges.set(bridge, coming);
    }
    return coming;
  }

  #isTold(target: string, now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#told.clear();
    }
    const told = this.#told.get(target) ?? 0;
    this.#told.set(target, told + 1);
    return told < CAME_A_SECOND_MAX;
  }
}

/** The trail of one bridge. */
export interface BridgeTrail {
  /**
   * @param key called only where the event is recorded. @param reason why it was dropped, if it was.
   * @param reported as it goes on, where it does.
   */
  came(
    event: LiveEvent,
    at: number,
    key: () => string,
    reason: string,
    lane: string,
    reported?: LiveEvent,
  ): void;
  /** Records events that the buffer did not take. */
  shed(
    outcome: Pick<Extract<AppendOutcome, { kind: 'appended' }>, 'dropped' | 'spots'>,
    entries: readonly NewEntry[],
  ): void;
  /** Records events that never got to the buffer. */
  lost(reason: string, entries: readonly NewEntry[]): void;
}

/** Its target may get a trail within moments, from the collector of the event that it is of. */
function isYoung({ since }: Unwritten): boolean {
  return performance.now() - since < 4 * FLUSH_EVERY_MS;
}

function byTarget(unwritten: readonly Unwritten[]): Map<string, Unwritten[]> {
  const targets = new Map<string, Unwritten[]>();
  for (const one of unwritten) {
    const some = targets.get(one.target);
    if (some === undefined) targets.set(one.target, [one]);
    else some.push(one);
  }
  return targets;
}
