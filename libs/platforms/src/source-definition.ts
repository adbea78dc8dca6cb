import type { FrameDecoder, SourceProtocol } from '#source';
import type { Fetch } from './bounded-answer.js';
import type { Inbound } from './inbound.js';

/** What a protocol has besides its socket. */
export interface SourceSurroundings {
  /** For calls of a platform's HTTP API: takes the way out that the operator chose. */
  readonly fetch: Fetch;
}

/**
 * A source type: its options, and how to make its decoder and, where the relay connects out, its
 * protocol.
 */
export interface SourceDefinition<Options extends object = object> {
  readonly type: string;
  /**
   * A class whose decorators (of `#options`) say what the source takes in the file, without
   * `type`. What only connecting needs (keys, rooms, addresses) is marked with `TO_CONNECT`, so
   * that `decode` does not ask for it.
   */
  readonly Options: new () => Options;
  /** A decoder of its own for one bridge. Never connects. */
  decoder(options: Options): FrameDecoder;
  /**
   * The protocol for one bridge; absent where the platform or tool connects to us.
   *
   * @param surroundings those of Node itself where none are given.
   */
  protocol?(options: Options, surroundings?: SourceSurroundings): SourceProtocol;

  /**
   * Whether two connections may hear the same room for a moment: the platform allows a second one,
   * and what both tell is known by its ids. Absent: no. It is then left before it is taken up again.
   */
  overlaps?(options: Options): boolean;

  /** What is pushed to us, and how it is known to be genuine; absent where the relay connects. */
  readonly inbound?: Inbound<Options>;
}
