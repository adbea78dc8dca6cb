import type { ConnectionEnd } from './reconnect/end.js';
import type { Link } from './link.js';
import type { ConnectionListener, EventSink } from './listener.js';
import type { ConnectionOptions } from './options.js';
import type { KeptFrames } from '../kept-frames.js';
import type { Hearing } from '../hearing.js';
import type { SourceProtocol } from '../source-protocol.js';

/** What all links of a {@link Connection} share. */
export interface LinkContext {
  readonly protocol: SourceProtocol;
  readonly sink: EventSink;
  readonly listener: ConnectionListener;
  readonly options: ConnectionOptions;
  readonly hearing: Hearing;
  /** The frames kept while another process still reports what the room says. */
  readonly kept: KeptFrames;
  readonly owner: LinkOwner;
}

/** Hears of a link's life; each call but `replaceBy` comes at most once, `ended` always last. */
export interface LinkOwner {
  opened(link: Link): void;
  accepted(link: Link): void;
  closing(link: Link): void;
  ended(link: Link, end: ConnectionEnd): void;
  replaceBy(link: Link, url: string): void;
}
