import { Feed, type FeedNews } from './feed.js';
import { RowBook } from './row-book.js';

// All tabs of a browser share one stream: over HTTP/1.1 a browser opens six connections to a host
// at most.

/** What a page asks the worker for. */
export type PageWish = 'open' | 'open-again' | 'close' | 'leave' | 'here';

const book = new RowBook();
const ports = new Map<MessagePort, number>();
/** A page that is silent for this long is gone. A crashed page gives no other sign. */
const GONE_MS = 150_000;

const feed = new Feed((news) => {
  if (news.kind === 'snapshot') book.snapshot(news.status);
  if (news.kind === 'changed') book.change(news.change);
  for (const port of ports.keys()) port.postMessage(news);
});

setInterval(() => {
  for (const [port, at] of ports) if (Date.now() - at > GONE_MS) leave(port);
}, GONE_MS / 2);

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  port.addEventListener('message', ({ data }: MessageEvent<PageWish>) => wished(port, data));
  port.start();
});

function wished(port: MessagePort, wish: PageWish): void {
  if (wish === 'leave') return leave(port);
  const isNew = !ports.has(port);
  ports.set(port, Date.now());
  if (isNew && book.at > 0 && feed.isOpen) {
    port.postMessage({ kind: 'state', state: book.state } satisfies FeedNews);
  }
  if (wish === 'open') feed.open();
  if (wish === 'open-again') feed.openAgain();
  if (wish === 'close') feed.close();
}

function leave(port: MessagePort): void {
  ports.delete(port);
  if (ports.size === 0) feed.close();
}
