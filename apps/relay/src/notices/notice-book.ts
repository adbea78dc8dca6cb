import type { NoticesConfig } from '#config';
import { fieldsOf, jsonIn } from '#live-event';
import { isQuiet } from './quiet-hours.js';
import { keyOf, type Trouble, type TroubleEnd } from './trouble.js';

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
    const { afterMs, recoveredAfterMs } = this.#terms;
    const begun: NoticeItem[] = [];
    const over: NoticeItem[] = [];
    for (const [key, entry] of this.#entries) {
      // The time may come from a clock that was ahead.
      entry.seenAt = Math.min(entry.seenAt, now);
      const hasGone = now - entry.seenAt >= recoveredAfterMs && entry.seenAt < now;
      const durationMs = entry.seenAt - entry.since;
      if (hasGone && !entry.told) this.#entries.delete(key);
      else if (hasGone) {
        const end = endOf(entry);
        // It lasts: people were told that it is there, and would be told of its end too early.
        if (end === 'open') entry.seenAt = now;
        else over.push({ ...entry, durationMs, end });
      } else if (!entry.told && durationMs >= afterMs) begun.push({ ...entry, durationMs });
    }
    if (begun.length + over.length === 0 || !this.#mayTell(now)) return undefined;
    return { begun, over };
  }

  /** A notice was sent: it is not told again. */
  sent({ begun, over }: Notice, now: number): void {
    for (const item of begun) {
      const entry = this.#entries.get(keyOf(item));
      if (entry !== undefined) entry.told = true;
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
  read(text: string): void {
    const kept = parsed(text);
    this.#sentAt = kept.sentAt;
    this.#entries.clear();
    for (const entry of kept.entries) this.#entries.set(keyOf(entry), entry);
  }

  #see(trouble: Trouble, now: number): void {
    const key = keyOf(trouble);
    const known = this.#entries.get(key);
    if (known === undefined && this.#entries.size >= ENTRIES_MAX) return;
    const { since = now, told = false } = known ?? {};
    // Bounded by now: a clock that was set back must not make a trouble last for ever.
    this.#entries.set(key, { ...trouble, since: Math.min(since, now), seenAt: now, told });
  }

  #mayTell(now: number): boolean {
    const { perHour, quietHours } = this.#terms;
    this.#sentAt = this.#sentAt.filter((at) => at <= now && now - at < HOUR_MS);
    if (now < this.#notBefore && this.#notBefore - now <= NEXT_TRY_MS) return false;
    if (this.#sentAt.length >= perHour) return false;
    return quietHours === undefined || !isQuiet(quietHours, now);
  }
}

function parsed(text: string): { readonly entries: Entry[]; readonly sentAt: number[] } {
  const { entries, sentAt } = fieldsOf(jsonIn(text) as ReturnType<typeof parsed>);
  // Otherwise nothing was written yet, or by another version.
  const isBook = Array.isArray(entries) && Array.isArray(sentAt);
  return isBook ? { entries: entries.slice(0, ENTRIES_MAX), sentAt } : { entries: [], sentAt: [] };
}
