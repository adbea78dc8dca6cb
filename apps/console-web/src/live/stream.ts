import workerUrl from './stream.worker.ts?sharedworker&url';
import type { FeedNews } from './feed.js';
import type { PageWish } from './stream-pages.js';

/** The stream of changes for a page. All tabs share one, if the browser has shared workers. */
export interface Stream {
  open(): void;
  openAgain(): void;
  close(): void;
}

const HERE_EVERY_MS = 30_000;

/** A worker that has said nothing for so long is given up: its file may not have come, of which no page hears. */
const SILENT_MS = 5000;

export function streamTo(heard: (news: FeedNews) => void): Stream {
  const port = sharedWorker()?.port;
  // Until it has said something.
  let silent = port && streamOfAll(port, hear);
  let stream: Stream = silent ?? streamOfOne(heard);
  let wished: keyof Stream = 'close';
  function hear(news: FeedNews): void {
    silent = undefined;
    heard(news);
  }
  function goAlone(): void {
    if (!silent) return;
    silent.leave();
    silent = undefined;
    stream = streamOfOne(heard);
    stream[wished]();
  }
  const ask = (wish: keyof Stream) => (): void => {
    wished = wish;
    stream[wish]();
    if (wish !== 'close') setTimeout(goAlone, SILENT_MS);
  };
  return { open: ask('open'), openAgain: ask('openAgain'), close: ask('close') };
}

/** `undefined` where the browser has none, or grants this page none: it may store nothing. */
function sharedWorker(): SharedWorker | undefined {
  try {
    return new SharedWorker(trusted(workerUrl), { type: 'module', name: 'stream' });
  } catch {
    return undefined;
  }
}

/** A page that closes it closes it for all; one that leaves does not. */
interface SharedStream extends Stream {
  leave(): void;
}

function streamOfAll(port: MessagePort, heard: (news: FeedNews) => void): SharedStream {
  const wish = (what: PageWish): void => port.postMessage(what);
  port.addEventListener('message', ({ data }: MessageEvent<FeedNews>) => heard(data));
  port.start();
  setInterval(() => wish('here'), HERE_EVERY_MS);
  addEventListener('pagehide', () => wish('leave'));
  // A page that the browser restores from its cache has missed what happened meanwhile.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) wish('open');
  });
  return {
    open: () => wish('open'),
    openAgain: () => wish('open-again'),
    close: () => wish('close'),
    leave: () => {
      wish('leave');
      port.close();
    },
  };
}

/** A stream of the page's own. What most browsers do not need is loaded where it is needed. */
function streamOfOne(heard: (news: FeedNews) => void): Stream {
  const loaded = import('./feed.js').then(({ Feed }) => new Feed(heard));
  loaded.catch(() => heard({ kind: 'lost' }));
  const ask = (what: keyof Stream) => (): void => void loaded.then((feed) => feed[what]());
  return { open: ask('open'), openAgain: ask('openAgain'), close: ask('close') };
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
      throw new TypeError('not a script of the console');
    },
  });
  return policy?.createScriptURL(url) ?? url;
}
