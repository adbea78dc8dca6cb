import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { RelayLog } from '#telemetry';
import type { Caller } from '../../console/access/caller.js';
import type { Sessions } from '../../console/access/sessions.js';
import { Problem } from '../../console/problems/problem.js';
import { EventClient, type StreamEnd } from './event-client.js';
import { RowFeed } from './row-feed.js';
import { StatusLooks, type StatusLooksParts } from './status-looks.js';
import { StatusWatch } from './status-watch.js';

/** How many streams one process serves at a time. */
const STREAMS_MAX = 32;
/** How many of them viewers may have: they keep no operator out. */
const VIEWERS_MAX = 24;
/** How often a session is looked for that may have ended in another process. */
const SESSION_EVERY_MS = 5000;

interface Stream {
  readonly client: EventClient;
  readonly caller: Caller;
}

/** All open streams of a process: what changes, for pages that show it. */
export class EventStreams {
  readonly #sessions: Sessions;
  readonly #feed = new RowFeed(randomBytes(8).toString('hex'));
  readonly #watch: StatusWatch;
  readonly #streams = new Set<Stream>();
  readonly #unheard: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(seen: Omit<StatusLooksParts, 'feed'>, sessions: Sessions, log: RelayLog) {
    this.#sessions = sessions;
    this.#watch = new StatusWatch(new StatusLooks({ ...seen, feed: this.#feed }), log);
    this.#unheard = sessions.onEnd((id) => this.#endOf(id));
  }

  /** Serves a request until its client leaves, or its session ends. @throws {Problem} */
  open(request: IncomingMessage, response: ServerResponse, caller: Caller): void {
    const viewers = [...this.#streams].filter((one) => isViewer(one.caller)).length;
    const isFull =
      this.#streams.size >= STREAMS_MAX || (isViewer(caller) && viewers >= VIEWERS_MAX);
    if (isFull) {
      const headers = { 'retry-after': '10' };
      const most = `At most ${STREAMS_MAX} are, ${VIEWERS_MAX} of them with a viewer's token.`;
      throw new Problem('too-many-streams', most, { headers });
    }
    const client = new EventClient(request, response, this.#feed);
    const stream = { client, caller };
    this.#streams.add(stream);
    this.#timer ??= setInterval(() => void this.#checkSessions(), SESSION_EVERY_MS);
    const unwatch = this.#watch.watch((isKnown) => client.looked(isKnown));
    response.once('close', () => {
      unwatch();
      this.#streams.delete(stream);
      if (this.#streams.size === 0) this.#stopChecking();
    });
  }

  /** Ends them all. */
  close(): void {
    this.#unheard();
    this.#stopChecking();
    this.#end([...this.#streams], 'stopping');
  }

  #endOf(id: string): void {
    const ended = [...this.#streams].filter(({ caller }) => caller.sessionId === id);
    this.#end(ended, 'session-over');
  }

  #end(streams: readonly Stream[], reason: StreamEnd): void {
    for (const { client } of streams) client.end(reason);
  }

  async #checkSessions(): Promise<void> {
    const ids = new Set([...this.#streams].map(({ caller }) => caller.sessionId));
    for (const id of ids) {
      if (id === undefined) continue;
      try {
        if ((await this.#sessions.find(id)) === undefined) this.#endOf(id);
      } catch {
        // Redis is away, which the watch tells: that logs no session out.
        return;
      }
    }
  }

  #stopChecking(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function isViewer({ role }: Caller): boolean {
  return role === 'viewer';
}
