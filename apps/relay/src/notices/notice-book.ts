import { NOTICE_KINDS, type NoticesConfig } from '#config';
import { fieldsOf, isLike, jsonIn } from '#live-event';
import { isQuiet } from './quiet-hours.js';
import {
  COUNTED_SINCE,
  isLeft,
  keyOf,
  LASTS_MS_MIN,
  MOMENTARY,
  type Trouble,
  type TroubleEnd,
} from './trouble.js';

export type NoticeTerms = Pick<
  NoticesConfig,
  'afterMs' | 'recoveredAfterMs' | 'perHour' | 'quietHours' | 'kinds'
>;

/** One trouble in a notice. */
export interface NoticeItem extends Trouble {
  /** How long it has lasted, or did, in ms. */
  readonly durationMs: number;
  /** How it ended; absent while it lasts. */
  readonly end?: Exclude<TroubleEnd, 'open'> | undefined;
}

/** The content of one message. */
export interface Notice {
  readonly begun: readonly NoticeItem[];
  readonly over: readonly NoticeItem[];
}

interface Entry extends Trouble {
  readonly since: number;
  /** When it was last seen. */
  seenAt: number;
  told: boolean;
}

const HOUR_MS = 3_600_000;
/** The time until the next try after a message that no channel took, in ms: one process tries for all. */
const NEXT_TRY_MS = 60_000;
const ENTRIES_MAX = 5000;

/**
 * Remembers what goes wrong and what was said about it. Pure: every time is an argument.
 *
 * A trouble that lasts is told once, and once more when it is over; one that comes and goes within
 * moments is the same trouble. All that is due goes into one message. In quiet hours, and beyond
 * the limit of messages an hour, a trouble that still lasts is told later.
 */
export class NoticeBook {
  readonly #terms: NoticeTerms;
  readonly #entries = new Map<string, Entry>();
  /** When messages were sent, of the last hour. */
  #sentAt: number[] = [];
  #notBefore = 0;
  /** Until when what happens again is the same. Not kept for the next process, which an older version may be. */
  readonly #momentaryUntil = new Map<string, number>();

  constructor(terms: NoticeTerms) {
    this.#terms = terms;
  }

  /**
   * Takes in the troubles of now.
   *
   * @param endOf what became of a trouble that is not among them.
   * @returns what is due to be told; `undefined`: nothing, or not now.
   */
  look(
    troubles: readonly Trouble[],
    now: number,
    endOf: (trouble: Trouble) => TroubleEnd,
  ): Notice | undefined {
    for (const trouble of troubles) {
      if (this.#terms.kinds.has(trouble.kind)) this.#see(trouble, now);
    }
    for (const [key, until] of this.#momentaryUntil) {
      if (now >= until) this.#momentaryUntil.delete(key);
    }
    const { afterMs, recoveredAfterMs } = this.#terms;
    const begun: NoticeItem[] = [];
    const over: NoticeItem[] = [];
    for (const [key, entry] of this.#entries) {
      // The time may come from a clock that was ahead.
      entry.seenAt = Math.min(entry.seenAt, now);
      const hasGone = now - entry.seenAt >= recoveredAfterMs && entry.seenAt < now;
      const durationMs = entry.seenAt - entry.since;
      const lastsMs = Math.max(afterMs, LASTS_MS_MIN.get(entry.kind) ?? 0);
      if (MOMENTARY.has(entry.kind)) begun.push({ ...entry, durationMs: 0 });
      else if (hasGone && !entry.told) this.#entries.delete(key);
      else if (hasGone) {
        const end = endOf(entry);
        // It lasts: people were told that it is there, and would be told of its end too early.
        if (end === 'open') entry.seenAt = now;
        else over.push({ ...entry, durationMs, end });
      } else if (!entry.told && durationMs >= lastsMs) begun.push({ ...entry, durationMs });
    }
    if (begun.length + over.length === 0 || !this.#mayTell(now)) return undefined;
    return { begun, over };
  }

  /** A notice was sent: it is not told again. */
  sent({ begun, over }: Notice, now: number): void {
    for (const item of begun) {
      const key = keyOf(item);
      const entry = this.#entries.get(key);
      if (MOMENTARY.has(item.kind)) {
        this.#entries.delete(key);
        this.#momentaryUntil.set(key, now + this.#terms.recoveredAfterMs);
      } else if (entry !== undefined) entry.told = true;
    }
    for (const item of over) this.#entries.delete(keyOf(item));
    this.#sentAt.push(now);
  }

  /** No channel took a notice: it is tried again later. */
  failed(now: number): void {
    this.#notBefore = now + NEXT_TRY_MS;
  }

  /** The book as text, for the process that goes on with it. */
  write(): string {
    return JSON.stringify({ entries: [...this.#entries.values()], sentAt: this.#sentAt });
  }

  /** Goes on from what another process wrote, as far as it can be read. */
  read(text: string, now: number): void {
    const kept = parsed(text);
    this.#sentAt = kept.sentAt;
    this.#entries.clear();
    for (const entry of kept.entries) {
      if (this.#goesOn(entry, now)) this.#entries.set(keyOf(entry), entry);
    }
  }

  /**
   * What was not told begins anew where nobody has looked since, as where no process ran. Of a kind that is switched
   * off now nobody could say that it is over.
   */
  #goesOn({ kind, told, seenAt }: Entry, now: number): boolean {
    const { kinds, recoveredAfterMs } = this.#terms;
    return kinds.has(kind) && (told || MOMENTARY.has(kind) || now - seenAt < recoveredAfterMs);
  }

  #see(trouble: Trouble, now: number): void {
    const key = keyOf(trouble);
    const known = this.#entries.get(key);
    if (known === undefined && (isLeft(trouble) || this.#entries.size >= ENTRIES_MAX)) return;
    if (this.#isOfLate(key, now)) return;
    const { since = now, told = false } = known ?? {};
    const { events = 0 } = trouble;
    const more = COUNTED_SINCE.has(trouble.kind) ? { events: events + (known?.events ?? 0) } : {};
    // Bounded by now: a clock that was set back must not make a trouble last for ever.
    this.#entries.set(key, { ...trouble, ...more, since: Math.min(since, now), seenAt: now, told });
  }

  /** Whether it is of what was just told; goes on being so as long as it happens. */
  #isOfLate(key: string, now: number): boolean {
    const { recoveredAfterMs } = this.#terms;
    const until = this.#momentaryUntil.get(key) ?? 0;
    if (now >= until || until - now > recoveredAfterMs) {
      this.#momentaryUntil.delete(key);
      return false;
    }
    this.#momentaryUntil.set(key, now + recoveredAfterMs);
    return true;
  }

  #mayTell(now: number): boolean {
    const { perHour, quietHours } = this.#terms;
    this.#sentAt = this.#sentAt.filter((at) => at <= now && now - at < HOUR_MS);
    if (now < this.#notBefore && this.#notBefore - now <= NEXT_TRY_MS) return false;
    if (this.#sentAt.length >= perHour || now < this.#spreadUntil()) return false;
    return quietHours === undefined || !isQuiet(quietHours, now);
  }

  /**
   * The second half of the messages an hour is spread over it: of hundreds of sources that come back one after
   * another each look has some to tell, and nothing else could be told for the rest of the hour.
   */
  #spreadUntil(): number {
    const { perHour } = this.#terms;
    const isSpread = this.#sentAt.length >= Math.max(2, perHour / 2);
    return isSpread ? this.#sentAt.at(-1)! + (2 * HOUR_MS) / perHour : 0;
  }
}

function parsed(text: string): { readonly entries: Entry[]; readonly sentAt: number[] } {
  const { entries, sentAt } = fieldsOf(jsonIn(text) as ReturnType<typeof parsed>);
  // Otherwise nothing was written yet, or by another version.
  const isBook = Array.isArray(entries) && Array.isArray(sentAt);
  if (!isBook) return { entries: [], sentAt: [] };
  return { entries: entries.filter(isEntry).slice(0, ENTRIES_MAX), sentAt };
}

/** Whether it can be told; a later version may know kinds that this one has no words for. */
function isEntry(entry: Partial<Entry> | null): entry is Entry {
  const { kind, about, since, seenAt, told } = fieldsOf(entry);
  const isWhole = [about, since, seenAt, told].every((one) => one !== undefined);
  return isWhole && isLike(entry, SAMPLE) && NOTICE_KINDS.some((known) => known === kind);
}

/** Of which types what is there has to be. */
const SAMPLE = {
  kind: '',
  about: '',
  bridges: [''],
  reason: '',
  wayOut: '',
  wayOutZh: '',
  events: 0,
  since: 0,
  seenAt: 0,
  told: false,
};
