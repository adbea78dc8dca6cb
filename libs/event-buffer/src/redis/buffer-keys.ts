import assert from 'node:assert';
import { BoundedMap } from '#bounded-map';
import type { ChoosingLane } from '../append/entry.js';

/** The Redis keys of one target. They share a hash tag, so one script may touch them all. */
export interface TargetKeys {
  /** Stream: the events that wait, in order. */
  readonly events: string;
  /** Hash: cursor, drain epoch, depth, failures, the live job and its report URL. */
  readonly target: string;
  /** Set: hashes of the message ids seen in this window; `seenBefore` holds the last window's. */
  readonly seen: string;
  readonly seenBefore: string;
  /** Stream: the events that MetaStudio refuses. */
  readonly dead: string;
  /** Set: its bridges, until they are forgotten. */
  readonly bridges: string;
  /** Hash: what became of one bridge's events. */
  readonly ledger: (bridge: string) => string;
  /** Hash: how far one bridge's gift streaks have been counted. Gone when all are over. */
  readonly streaks: (bridge: string) => string;
  /** String: which process counts a bridge's gift streaks at this moment. */
  readonly streakTurn: (bridge: string) => string;
  /** Stream: the events of a lane that wait to be chosen. */
  readonly choosing: (lane: ChoosingLane) => string;
  /** List: what was chosen last, without any words. */
  readonly chosen: string;
  /** Hash: the viewers whose entry was reported, each with the run of the room. */
  readonly greeted: string;
  /** Stream: what became of the events of the last minutes, one by one. */
  readonly trail: string;
}

/** The Redis keys of a {@link RecordTable}. */
export interface RecordKeys {
  readonly index: string;
  readonly records: string;
  readonly revision: string;
  readonly judged: string;
  readonly changed: string;
}

/** The Redis keys of a project's questions how many answers wait. */
export interface AnswersKeys {
  readonly turn: string;
  readonly next: string;
}

/** The Redis keys that collectors share; in a cluster they are in one slot with the leases. */
export interface FleetKeys {
  /** Hash: the collectors that are there. */
  readonly members: string;
  /** Hash: what each bridge weighs, and when it was last handed over. */
  readonly placements: string;
  /** Hash: the bridges that are on their way from one collector to another. */
  readonly offers: string;
  /** Hash: the collectors that refused each bridge. */
  readonly barred: string;
  /** Hash: what a bridge's platform keeps open for its holder. */
  readonly leftovers: string;
}

/**
 * Of how many targets the keys are kept: far more than one installation has, so that those in use
 * stay.
 */
export const KEPT_TARGETS_MAX = 20_000;

/** Names every key of the relay, so that two relays may share a Redis under two prefixes. */
export class BufferKeys {
  readonly #prefix: string;
  readonly #targets = new BoundedMap<string, TargetKeys>(KEPT_TARGETS_MAX);

  /** @param prefix of every key; each test uses its own. */
  constructor(prefix: string) {
    assert(/^[\w.:-]{1,64}$/u.test(prefix), 'A key prefix is 1 to 64 letters, digits or _.:-');
    this.#prefix = prefix;
  }

  /** Set of the ids of all targets, until they are forgotten with their bridges. */
  get targets(): string {
    return `${this.#prefix}:targets`;
  }

  /** Set of the ids of targets that were woken, and perhaps wait. */
  get waiting(): string {
    return `${this.#prefix}:waiting`;
  }

  /** Hash of the leases of every bridge. */
  get leases(): string {
    return `${this.#prefix}:leases`;
  }

  /** The keys that collectors share. */
  get fleet(): FleetKeys {
    // The tag is the whole name of the leases' key: the slot is the same.
    const base = `${this.#prefix}:fleet:{${this.leases}}`;
    return {
      members: `${base}:members`,
      placements: `${base}:placements`,
      offers: `${base}:offers`,
      barred: `${base}:barred`,
      leftovers: `${base}:leftovers`,
    };
  }

  /** Hash of the last status that each bridge's holder wrote about its source. */
  get sources(): string {
    return `${this.#prefix}:sources`;
  }

  /** Hash of when the source of each bridge was last heard. */
  get heard(): string {
    return `${this.#prefix}:heard`;
  }

  /** Hash of the processes that run. */
  get processes(): string {
    return `${this.#prefix}:processes`;
  }

  /** Hash: which process sends notices, and which it has sent. */
  get notices(): string {
    return `${this.#prefix}:notices`;
  }

  /** Set of the targets whose live room did not exist when it was last looked up. */
  get missingRooms(): string {
    return `${this.#prefix}:rooms:missing`;
  }

  /** When a session of the console ends, by what is derived from its id and a token. */
  session(print: string): string {
    return `${this.#prefix}:session:${print}`;
  }

  /**
   * That a link which begins a session may be opened, by what is derived from its code and a token.
   */
  sessionLink(print: string): string {
    return `${this.#prefix}:session-link:${print}`;
  }

  /** What a request was answered with that is carried out once. */
  once(print: string): string {
    return `${this.#prefix}:once:${print}`;
  }

  /** Sorted set of those answers, by when they were given. */
  get onceIndex(): string {
    return `${this.#prefix}:once:index`;
  }

  /** Stream: who did what through the API and by commands. */
  get audit(): string {
    return `${this.#prefix}:audit`;
  }

  /** Marks a callback of MetaStudio as taken. */
  callback(hash: string): string {
    return `${this.#prefix}:callback:${hash}`;
  }

  /** Which reporter asks how many answers of a project wait, and from which target on. */
  answers(project: string): AnswersKeys {
    const base = `${this.#prefix}:answers:${project}`;
    return { turn: `${base}:turn`, next: `${base}:next` };
  }

  /**
   * The name of a key while it is carried to another Redis: within what an ACL allows the relay.
   * The first pair of braces decides the slot of a cluster: a key without one is given one.
   */
  moving(key: string): string {
    return `${this.#prefix}:moving:${key}`;
  }

  /** Marks a signed push with a payment as taken: its bridge, and what identifies the push. */
  takenPush(push: string): string {
    return `${this.#prefix}:taken:${push}`;
  }

  /** Written and removed, to see whether Redis accepts writes. */
  probe(process: string): string {
    return `${this.#prefix}:probe:${process}`;
  }

  /** When Redis was found to have lost data: see {@link LossMark}. */
  get lost(): string {
    return `${this.#prefix}:lost`;
  }

  /** The key of the hashes in the dedupe windows: random, shared by all collectors. */
  get salt(): string {
    return `${this.#prefix}:salt`;
  }

  /** List of the times at which a project's report tokens come back. */
  rate(project: string): string {
    return `${this.#prefix}:rate:${project}`;
  }

  /** Sorted set of the turns in which sources connect, by platform and owner. */
  connects(owner: string): string {
    return `${this.#prefix}:connecting:${owner}`;
  }

  /** Sorted set of the processes that have one of a platform's few seats, by kind and owner. */
  seats(owner: string): string {
    return `${this.#prefix}:seats:${owner}`;
  }

  /** List of the times of a project's last reports. */
  spent(project: string): string {
    return `${this.#prefix}:spent:${project}`;
  }

  /** Hash: the importance of each process's next report that waits for a token of a project. */
  bids(project: string): string {
    // The tag is the whole name of the key beside it: the slot is the same.
    return `${this.#prefix}:bids:{${this.spent(project)}}`;
  }

  /** Channel with the news for reporters: see {@link FullSignal}. */
  get full(): string {
    return `${this.#prefix}:full`;
  }

  /**
   * The records that the API made: `index` has each revision by name, `records` the contents,
   * `revision` the last revision, `judged` that of the last record that was judged beside the others.
   * Changes are announced on the channel `changed`.
   */
  get records(): RecordKeys {
    const base = `${this.#prefix}:{bridges}`;
    return {
      index: `${base}:index`,
      records: `${base}:records`,
      revision: `${base}:revision`,
      judged: `${base}:judged`,
      changed: `${base}:changed`,
    };
  }

  /**
   * The keys of one target. Kept, since every append asks for them; only so many, since anybody who
   * may ask the API names targets.
   */
  of(target: string): TargetKeys {
    const known = this.#targets.get(target);
    if (known !== undefined) return known;
    const base = `${this.#prefix}:{${target}}`;
    const keys: TargetKeys = {
      events: `${base}:events`,
      target: `${base}:target`,
      seen: `${base}:seen`,
      seenBefore: `${base}:seen:before`,
      dead: `${base}:dead`,
      bridges: `${base}:bridges`,
      ledger: (bridge) => `${base}:ledger:${bridge}`,
      streaks: (bridge) => `${base}:streaks:${bridge}`,
      streakTurn: (bridge) => `${base}:streak-turn:${bridge}`,
      choosing: (lane) => `${base}:choosing:${lane}`,
      chosen: `${base}:chosen`,
      greeted: `${base}:greeted`,
      trail: `${base}:trail`,
    };
    this.#targets.set(target, keys);
    return keys;
  }
}
