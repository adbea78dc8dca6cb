import type { RelayStatus, StatusChange } from '../api/contract.js';
import type { BookState } from './row-book.js';

/** A message to a page about the stream. */
export type FeedNews =
  | { readonly kind: 'state'; readonly state: BookState }
  | { readonly kind: 'snapshot'; readonly status: RelayStatus }
  | { readonly kind: 'changed'; readonly change: StatusChange }
  /** The relay answers but cannot read the ledger, or can read it again. */
  | { readonly kind: 'unknown' | 'known' }
  /** The stream broke and reconnects by itself; or it is open again. */
  | { readonly kind: 'lost' | 'open' }
  /** The stream ended and does not reconnect by itself: the session may be over. */
  | { readonly kind: 'closed' };

/** The page tries again after this time, since the relay may have refused only for a while. */
const AGAIN_MS = 5000;
/** The relay says that it is there every 15 s: one that is silent for so long hangs, or is cut off. */
export const SILENT_MS = 45_000;
const LOOK_EVERY_MS = 5000;

/**
 * Follows the relay's stream of changes. A browser that loses the stream reconnects with the id of
 * the last message, and receives what it missed.
 */
export class Feed {
  readonly #heard: (news: FeedNews) => void;
  #source: EventSource | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #looks: ReturnType<typeof setInterval> | undefined;

  constructor(heard: (news: FeedNews) => void) {
    this.#heard = heard;
  }

  get isOpen(): boolean {
    return this.#source !== undefined;
  }

  /** Whether it is open, or about to be. */
  get isWanted(): boolean {
    return this.#source !== undefined || this.#again !== undefined;
  }

  open(): void {
    if (this.#source !== undefined) return;
    this.#stopWaiting();
    const source = new EventSource('/api/events');
    this.#source = source;
    this.#watch(source);
    source.addEventListener('open', () => this.#heard({ kind: 'open' }));
    this.#on(source, 'snapshot', (told) =>
      this.#heard({ kind: 'snapshot', status: told as RelayStatus }),
    );
    this.#on(source, 'changed', (told) =>
      this.#heard({ kind: 'changed', change: told as StatusChange }),
    );
    this.#on(source, 'unknown', () => this.#heard({ kind: 'unknown' }));
    this.#on(source, 'known', () => this.#heard({ kind: 'known' }));
    this.#on(source, 'end', (told) => {
      if ((told as { reason?: string }).reason === 'session-over') this.#closed();
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) this.#closed();
      else this.#heard({ kind: 'lost' });
    });
  }

  close(): void {
    this.#stopWaiting();
    clearInterval(this.#looks);
    this.#source?.close();
    this.#source = undefined;
  }

  /**
   * Opens another stream where this one has fallen silent: a browser sees only connections that
   * break. One that has never said that it is there is an older relay's.
   */
  #watch(source: EventSource): void {
    let heardAt: number | undefined;
    const isThere = (): void => void (heardAt = performance.now());
    source.addEventListener('here', isThere);
    for (const name of ['snapshot', 'changed', 'unknown', 'known']) {
      source.addEventListener(name, () => heardAt !== undefined && isThere());
    }
    this.#looks = setInterval(() => {
      if (heardAt === undefined || performance.now() - heardAt < SILENT_MS) return;
      this.close();
      this.#heard({ kind: 'lost' });
      this.open();
    }, LOOK_EVERY_MS);
  }

  /**
   * The stream was refused, or the session is over. The page finds out which, and opens the stream
   * again if there is a session.
   */
  #closed(): void {
    this.close();
    this.#heard({ kind: 'closed' });
  }

  /** Opens it again after a while. */
  openAgain(): void {
    if (this.#source !== undefined) return;
    this.#stopWaiting();
    this.#again = setTimeout(() => this.open(), AGAIN_MS);
  }

  #stopWaiting(): void {
    clearTimeout(this.#again);
    this.#again = undefined;
  }

  #on(source: EventSource, name: string, heard: (told: unknown) => void): void {
    source.addEventListener(name, ({ data }: MessageEvent<string>) => heard(JSON.parse(data)));
  }
}
