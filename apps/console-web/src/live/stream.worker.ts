import { GONE_MS, StreamPages, type PageWish } from './stream-pages.js';

// All tabs of a browser share one stream: over HTTP/1.1 a browser opens six connections to a host
// at most.

const pages = new StreamPages();

setInterval(() => pages.forgetSilent(), GONE_MS / 2);

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  port.addEventListener('message', ({ data }: MessageEvent<PageWish>) => pages.wish(port, data));
  port.start();
});
