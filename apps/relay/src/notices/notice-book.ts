import type { NoticesConfig } from '#config';
import { isQuiet } from './quiet-hours.js';
import { keyOf, type Trouble } from './trouble.js';

export type NoticeTerms = Pick<
  NoticesConfig,
  'afterMs' | 'recoveredAfterMs' | 'perHour' | 'quietHours' | 'kinds'
>;

/** One thing that people are told. */
export interface NoticeItem extends Trouble {
  /** How long it has lasted, or did, in ms. */
  readonly durationMs: number;
}

/** What one message tells. */
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
/** After a message that reached nobody it is tried again so much later. */
const AGAIN_MS = 60_000;
const ENTRIES_MAX = 5000;

/**
 * Remembers what goes wrong and what people were told of it. Pure: every time is given.
 *
 * What lasts is told once, and once more when it is over; what comes and goes within moments is one
 * trouble; all that is due goes into one message; in quiet hours, and beyond so many messages an hour,
 * what still lasts is told later.
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
   * Takes in what goes wrong now.
   *
   * @returns what is due to be told; `undefined`: nothing, or not now.
   */
  look(troubles: readonly Trouble[], now: number): Notice | undefined {
    for (const trouble of troubles) {
      if (this.#terms.kinds.has(trouble.kind)) this.#see(trouble, now);
    }
    const { afterMs, recoveredAfterMs } = this.#terms;
    const begun: NoticeItem[] = [];
    const over: NoticeItem[] = [];
    for (const [key, entry] of this.#entries) {
      // By a clock that was ahead.
      entry.seenAt = Math.min(entry.seenAt, now);
      const hasGone = now - entry.seenAt >= recoveredAfterMs && entry.seenAt < now;
      const durationMs = entry.seenAt - entry.since;
      if (hasGone && !entry.told) this.#entries.delete(key);
      else if (hasGone) over.push({ ...entry, durationMs });
      else if (!entry.told && durationMs >= afterMs) begun.push({ ...entry, durationMs });
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

  /** A notice reached nobody: it is tried again later. */
  failed(now: number): void {
    this.#notBefore = now + AGAIN_MS;
  }

  /** What another process goes on from. */
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
    // A clock that was set back must not make it last for ever.
    this.#entries.set(key, { ...trouble, since: Math.min(since, now), seenAt: now, told });
  }

  #mayTell(now: number): boolean {
    const { perHour, quietHours } = this.#terms;
    this.#sentAt = this.#sentAt.filter((at) => at <= now && now - at < HOUR_MS);
    if (now < this.#notBefore && this.#notBefore - now <= AGAIN_MS) return false;
    if (this.#sentAt.length >= perHour) return false;
    return quietHours === undefined || !isQuiet(quietHours, now);
  }
}

function parsed(text: string): { readonly entries: Entry[]; readonly sentAt: number[] } {
  try {
    const { entries, sentAt } = JSON.parse(text) as Partial<ReturnType<typeof parsed>>;
    if (Array.isArray(entries) && Array.isArray(sentAt)) {
      return { entries: entries.slice(0, ENTRIES_MAX), sentAt };
    }
  } catch {
    // Of another version, or nothing yet.
  }
  return { entries: [], sentAt: [] };
}
