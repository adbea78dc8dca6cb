import workerUrl from './stream.worker.ts?sharedworker&url';
import type { FeedNews } from './feed.js';
import type { PageWish, StreamWish } from './stream-pages.js';

/** The stream of changes for a page. All tabs share one, if the browser has shared workers. */
export type Stream = (wish: StreamWish) => void;

const HERE_EVERY_MS = 30_000;

/** A worker that has said nothing for so long is given up: its file may not have come, of which no page hears. */
const SILENT_MS = 5000;

export function streamTo(heard: (news: FeedNews) => void): Stream {
  // Until it has said something.
  let port = sharedWorker()?.port;
  let ask = port ? streamOfAll(port, hear) : streamOfOne(heard);
  let wished: StreamWish = 'close';
  function hear(news: FeedNews): void {
    port = undefined;
    heard(news);
  }
  function goAlone(): void {
    if (!port) return;
    // Whoever closes the stream closes it for all pages.
    port.postMessage(LEAVE);
    port.close();
    port = undefined;
    ask = streamOfOne(heard);
    ask(wished);
  }
  return (wish) => {
    wished = wish;
    ask(wish);
    if (wish !== 'close') setTimeout(goAlone, SILENT_MS);
  };
}

/** `undefined` where the browser has none, or grants this page none: it may store nothing. */
function sharedWorker(): SharedWorker | undefined {
  try {
    return new SharedWorker(trusted(workerUrl), { type: 'module', name: 'stream' });
  } catch {
    return undefined;
  }
}

function streamOfAll(port: MessagePort, heard: (news: FeedNews) => void): Stream {
  const wish = (what: PageWish): void => port.postMessage(what);
  port.addEventListener('message', ({ data }: MessageEvent<FeedNews>) => heard(data));
  port.start();
  setInterval(() => wish('here'), HERE_EVERY_MS);
  addEventListener('pagehide', () => wish(LEAVE));
  // A page that the browser restores from its cache has missed what happened meanwhile.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) wish('open');
  });
  return wish;
}

const LEAVE: PageWish = 'leave';

/** A stream of the page's own. What most browsers do not need is loaded where it is needed. */
function streamOfOne(heard: (news: FeedNews) => void): Stream {
  const loaded = import('./feed.js').then(({ Feed }) => new Feed(heard));
  loaded.catch(() => heard({ kind: 'lost' }));
  return (wish) => void loaded.then((feed) => feed[wish]());
}

interface PolicyMaker {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** Trusted Types: the content security policy allows only the script address of our own worker. */
function trusted(url: string): string {
  const maker = (globalThis as { trustedTypes?: PolicyMaker }).trustedTypes;
  const policy = maker?.createPolicy('relay-console', {
    createScriptURL: (asked) => {
      if (asked === workerUrl) return asked;
      throw new TypeError(asked);
    },
  });
  return policy?.createScriptURL(url) ?? url;
}
