import type { FrameDecoder, SourceProtocol } from '#source';
import type { Fetch } from './bounded-answer.js';
import type { Inbound } from './inbound/inbound.js';
import type { SourceAbout } from './source-about.js';

/** What a protocol may use beside its socket. */
export interface SourceSurroundings {
  /** For calls of a platform's HTTP API: uses the proxy that the operator chose. */
  readonly fetch: Fetch;
  /** State shared by sources that use the same proxy; absent: each source stands alone. */
  readonly shared?: Shared | undefined;
}

/** State that the sources of one process share, made when the first of them asks for it. */
export class Shared {
  readonly #things = new Map<new () => object, object>();

  of<Thing extends object>(Kind: new () => Thing): Thing {
    const known = this.#things.get(Kind) ?? new Kind();
    this.#things.set(Kind, known);
    return known as Thing;
  }
}

/** A limited resource of a platform. */
export interface SourceBudget {
  /** The limit: uses with the same name and owner are counted together. */
  readonly name: string;
  /** The owner of the limit, which may be a credential. Never shown. */
  readonly owner: string;
  readonly max: number;
  /** The name of the resource, in the plural. */
  readonly what: string;
  /** How much of it one source uses. @defaultValue 1 */
  readonly uses?: number | undefined;
  /** Whether the platform refuses to exceed it. */
  readonly isHard: boolean;
}

/** How often one account may connect to a platform, from all processes together. */
export interface ConnectPace {
  readonly name: string;
  readonly max: number;
  readonly periodMs: number;
  /** The owner of the pace, which may be a secret. Absent: the address that it connects from. */
  readonly owner?: string | undefined;
}

/**
 * A source type: its options, and how to make its decoder and, where the relay connects out, its
 * protocol.
 */
export interface SourceDefinition<Options extends object = object> {
  readonly type: string;
  readonly about: SourceAbout;
  /**
   * A class whose decorators (of `#options`) describe the source's keys in the file, without
   * `type`. Keys that only connecting needs (secrets, rooms, addresses) are marked with
   * `TO_CONNECT`, so that `decode` does not ask for them.
   */
  readonly Options: new () => Options;
  /** A decoder of its own for one bridge. Never connects. */
  decoder(options: Options): FrameDecoder;
  /**
   * The protocol for one bridge; absent if the platform or tool connects to us.
   * @param surroundings Node's own by default.
   */
  protocol?(options: Options, surroundings?: SourceSurroundings): SourceProtocol;

  /**
   * Whether two connections may read the same room for a moment: the platform allows it, and the
   * ids of the events show what both received. Absent: no, so the old connection is closed first.
   */
  overlaps?(options: Options): boolean;

  /** Why two collectors cannot hold one source at the same time, as the end of a sentence. */
  readonly scarce?: string;

  /** How often the platform lets a source of this account connect; absent: the default pace. */
  connects?(options: Options): ConnectPace | undefined;

  /** The platform's limits that a source counts towards, so that the operator is warned early. */
  budgets?(options: Options): readonly SourceBudget[];

  /** How pushes are received and known to be genuine; absent if the relay connects. */
  readonly inbound?: Inbound<Options>;
}
