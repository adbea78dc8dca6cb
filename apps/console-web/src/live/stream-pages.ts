import { Feed, type FeedNews } from './feed.js';
import { RowBook } from './row-book.js';

/** What a page asks of its stream. */
export type StreamWish = 'open' | 'openAgain' | 'close';

/** What a page asks the worker for. */
export type PageWish = StreamWish | 'leave' | 'here';

/** What a page is told through. */
export type PagePort = Pick<MessagePort, 'postMessage'>;

/** A page that is silent for this long is gone. A crashed page gives no other sign. */
export const GONE_MS = 150_000;

/**
 * The pages that share one stream. It is open only while there is one: a page that falls silent
 * has crashed, or its browser has frozen it, or the machine sleeps. Then it comes back.
 */
export class StreamPages {
  readonly #book = new RowBook();
  readonly #pages = new Map<PagePort, number>();
  readonly #feed: Feed;
  readonly #now: () => number;
  /** What was heard of the stream itself, where its rows are not how things are now. */
  #trouble: FeedNews | undefined;
  /** Whether the stream was closed only since all pages had fallen silent. */
  #isInterrupted = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#feed = new Feed((news) => this.#hear(news));
  }

  wish(port: PagePort, wish: PageWish): void {
    if (wish === 'leave') {
      this.#leave(port);
      return;
    }
    const isNew = !this.#pages.has(port);
    this.#pages.set(port, this.#now());
    if (isNew && this.#feed.isOpen) {
      if (this.#book.at > 0) {
        port.postMessage({ kind: 'state', state: this.#book.state } satisfies FeedNews);
      }
      if (this.#trouble !== undefined) port.postMessage(this.#trouble);
    }
    // A page that comes back does not know that it was given up, and asks for nothing.
    if (wish === 'open' || (wish === 'here' && this.#isInterrupted)) this.#feed.open();
    if (wish === 'openAgain') this.#feed.openAgain();
    if (wish === 'close') this.#feed.close();
    this.#isInterrupted = false;
  }

  /** Gives up pages that have been silent for too long. */
  forgetSilent(): void {
    const isWanted = this.#feed.isWanted;
    for (const [port, at] of this.#pages) if (this.#now() - at > GONE_MS) this.#leave(port);
    if (isWanted && !this.#feed.isWanted) this.#isInterrupted = true;
  }

  #leave(port: PagePort): void {
    this.#pages.delete(port);
    if (this.#pages.size === 0) this.#feed.close();
  }

  #hear(news: FeedNews): void {
    const isTrouble = news.kind === 'unknown' || news.kind === 'lost' || news.kind === 'closed';
    this.#trouble = isTrouble ? news : undefined;
    if (isTrouble) this.#book.missed();
    if (news.kind === 'snapshot') this.#book.snapshot(news.status);
    if (news.kind === 'changed') this.#book.change(news.change);
    for (const port of this.#pages.keys()) port.postMessage(news);
  }
}
