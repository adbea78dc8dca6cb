import type { FrameDecoder, SourceProtocol } from '#source';
import type { Fetch } from './bounded-answer.js';
import type { Inbound } from './inbound.js';

/** What a protocol has besides its socket. */
export interface SourceSurroundings {
  /** For calls of a platform's HTTP API: takes the way out that the operator chose. */
  readonly fetch: Fetch;
  /** What sources with the same way out have in common; absent: each stands alone. */
  readonly shared?: Shared | undefined;
}

/** What sources of one process have in common, made when the first of them wants it. */
export class Shared {
  readonly #things = new Map<new () => object, object>();

  of<Thing extends object>(Kind: new () => Thing): Thing {
    const known = this.#things.get(Kind) ?? new Kind();
    this.#things.set(Kind, known);
    return known as Thing;
  }
}

/** What a platform allows only so many of at a time. */
export interface SourceBudget {
  /** Which limit: what has the same name and owner is counted together. */
  readonly name: string;
  /** Whose limit it is: a credential, perhaps. Never shown. */
  readonly owner: string;
  readonly max: number;
  /** What is counted, in the plural. */
  readonly what: string;
  /** How many of them one source uses. @defaultValue 1 */
  readonly uses?: number | undefined;
  /** Whether the platform refuses whatever is more. */
  readonly isHard: boolean;
}

/** How often one account may connect to a platform, whichever processes do. */
export interface ConnectPace {
  readonly name: string;
  readonly max: number;
  readonly periodMs: number;
  /** Whose: may be a secret. Absent: that of the address that it connects from. */
  readonly owner?: string | undefined;
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

  /** What the platform allows too few of for two collectors to hold one source, as a sentence's end. */
  readonly scarce?: string;

  /** How often the platform lets a source of this account connect; absent: no less often than others. */
  connects?(options: Options): ConnectPace | undefined;

  /** The limits of the platform that a source counts on, so that they are told before they are full. */
  budgets?(options: Options): readonly SourceBudget[];

  /** What is pushed to us, and how it is known to be genuine; absent where the relay connects. */
  readonly inbound?: Inbound<Options>;
}
