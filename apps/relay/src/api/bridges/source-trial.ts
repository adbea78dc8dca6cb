import { pause } from '#timing';
import { encodeLiveEvent, type LiveEvent } from '#live-event';
import {
  chineseOf,
  Connection,
  HEEDLESS_LISTENER,
  type ConnectionListener,
  type ConnectionOptions,
  type SourceProtocol,
} from '#source';
import { logText } from '#telemetry';

/** How long a source is tried, and how many events end it early. */
export interface TrialBounds {
  readonly seconds: number;
  readonly events: number;
}

export interface TrialTerms extends TrialBounds {
  /** Whether it is told what viewers write. */
  readonly showsWords: boolean;
}

/** What was seen of a source. */
export interface Trial {
  /** Whether the platform accepted us. */
  readonly connected: boolean;
  /** Why the last attempt ended; absent where none did. */
  readonly ended?: string;
  /** Why the platform refuses us, and the way out. */
  readonly refused?: string;
  /** The same in Chinese, where it is a sentence of ours. */
  readonly refusedZh?: string;
  readonly frames: number;
  /** The first events as they would be reported, before filters; without words, their types and times alone. */
  readonly events: readonly unknown[];
  /** What was passed because it is of no interest, and what was not understood. */
  readonly ignored: Readonly<Record<string, number>>;
  readonly notUnderstood: Readonly<Record<string, number>>;
}

/** How many kinds of frames are told apart. */
const KINDS_MAX = 50;
const OTHERS = 'others';
const LOOK_EVERY_MS = 50;

/**
 * Connects a source beside all that runs, and collects the first that it says. Nothing is stored,
 * and the connection is closed in any case.
 */
export async function trySource(
  protocol: SourceProtocol,
  { seconds, events: eventsMax, showsWords }: TrialTerms,
  options: Partial<ConnectionOptions>,
  gone: AbortSignal,
): Promise<Trial> {
  const seen = new SeenOfSource(eventsMax, showsWords);
  const link = new Connection(protocol, seen, listenerOf(seen), options);
  const until = performance.now() + seconds * 1000;
  link.connect();
  try {
    while (performance.now() < until && !seen.isEnough && !gone.aborted) {
      await pause(LOOK_EVERY_MS, gone);
    }
  } finally {
    await link.stop();
  }
  return seen.told();
}

class SeenOfSource {
  connected = false;
  ended: string | undefined;
  refused: string | undefined;
  refusedZh: string | undefined;
  frames = 0;
  readonly #eventsMax: number;
  readonly #showsWords: boolean;
  readonly #events: unknown[] = [];
  readonly #ignored = new Map<string, number>();
  readonly #notUnderstood = new Map<string, number>();

  constructor(eventsMax: number, showsWords: boolean) {
    this.#eventsMax = eventsMax;
    this.#showsWords = showsWords;
  }

  get isEnough(): boolean {
    return this.#events.length >= this.#eventsMax;
  }

  event(event: LiveEvent): void {
    if (this.isEnough) return;
    const reported = JSON.parse(encodeLiveEvent(event, Date.now())) as ReportedEvent;
    const { timestamp, type } = reported;
    this.#events.push(this.#showsWords ? reported : { timestamp, type });
  }

  ignored(kind: string): void {
    // A mapping can have a viewer's text for the kind of a frame.
    count(this.#ignored, this.#showsWords ? kind : OTHERS);
  }

  malformed(problem: string): void {
    count(this.#notUnderstood, problem);
  }

  told(): Trial {
    const { connected, ended, refused, refusedZh, frames } = this;
    return {
      connected,
      ...(ended === undefined ? {} : { ended }),
      ...(refused === undefined ? {} : { refused }),
      ...(refusedZh === undefined ? {} : { refusedZh }),
      frames,
      events: this.#events,
      ignored: Object.fromEntries(this.#ignored),
      notUnderstood: Object.fromEntries(this.#notUnderstood),
    };
  }
}

interface ReportedEvent {
  readonly timestamp: number;
  readonly type: number;
}

/** A kind may be a platform's own word, so it is bounded as all foreign text is. */
function count(counts: Map<string, number>, kind: string): void {
  const shown = logText(kind);
  const name = counts.has(shown) || counts.size < KINDS_MAX ? shown : OTHERS;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function listenerOf(seen: SeenOfSource): ConnectionListener {
  return {
    ...HEEDLESS_LISTENER,
    connected: () => {
      seen.connected = true;
    },
    disconnected: (reason, code) => {
      if (reason === 'stopped') return;
      seen.ended = code === undefined ? reason : `${reason} (${logText(String(code))})`;
    },
    refused: (sentence) => {
      seen.refused = logText(sentence);
      seen.refusedZh = chineseOf(sentence);
    },
    received: () => {
      seen.frames++;
    },
    tooLarge: () => seen.malformed('too-large'),
    ignored: (kind) => seen.ignored(kind),
    malformed: (problem) => seen.malformed(problem),
  };
}
