import { fieldsOf, isLike, jsonIn } from '#live-event';
import { redisNow } from '../redis/redis-now.js';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { TargetTable } from './target-table.js';
import { ProcessRegistry, type RunningProcess } from './process-registry.js';
import { ledgerRowOf, type LedgerRow } from './ledger-row.js';
import { KnownStates } from './known-states.js';
import type { TargetField } from './target-fields.js';
import { readTargetStates, targetsWith, type TargetState } from './target-figures.js';

/** A collector's hold on a bridge. It has ended if `endsAt` is past. */
export interface Lease {
  readonly holder: string;
  readonly epoch: number;
  /** By Redis's clock, in ms. */
  readonly endsAt: number;
}

/** The state of a bridge's source, for `status`. Contains nothing that a viewer wrote. */
export interface SourceNote {
  readonly state: string;
  /** Since when, in ms. */
  readonly since: number;
  /** Why the last connection ended. */
  readonly reason?: string | undefined;
  /** Why the platform refuses us, and what to do. */
  readonly refused?: string | undefined;
  /** The same in Chinese. */
  readonly refusedZh?: string | undefined;
  readonly hearing?: HearingNote | undefined;
  /** Where its events go; absent of what is pushed, and in what earlier versions wrote. */
  readonly target?: string | undefined;
  /**
   * Who wrote it, of the second copy of a bridge. A collector of an earlier version writes nothing of that, so
   * what is there may be from before it.
   */
  readonly holder?: string | undefined;
}

/** Whether a connected source hears its room. None of it is a viewer's. */
export interface HearingNote {
  readonly state: string;
  /** Why it hears nothing. */
  readonly deaf?: string | undefined;
  /** What to do about it. */
  readonly wayOut?: string | undefined;
  /** The same in Chinese. */
  readonly wayOutZh?: string | undefined;
  /** What the platform last said of the room, and since when, in ms. */
  readonly room?: { readonly state: string; readonly since: number } | undefined;
  /** Frames of the last minutes, and how many of them were not understood. */
  readonly frames: number;
  readonly notUnderstood: number;
}

/** When the last frame and the last event of a source came, in ms since 1970. */
export interface HeardTime {
  readonly frameAt?: number | undefined;
  readonly eventAt?: number | undefined;
}

/** Reads the ledger, which only the append and settle scripts write. */
export class LedgerReader {
  /** The records of the targets themselves. */
  readonly table: TargetTable;
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;
  readonly #known: KnownStates;
  /** The hashes with one entry a bridge, as they were last read. */
  readonly #read = new Map<
    string,
    { readonly json: string; readonly texts: ReadonlyMap<string, string> }
  >();

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
    this.table = new TargetTable(redis, keys);
    this.#known = new KnownStates(redis, keys);
  }

  /**
   * The ids of all targets that are registered, sorted; the same list as long as they do not
   * change.
   */
  async targets(): Promise<readonly string[]> {
    return this.#known.names();
  }

  /** The current state of all targets: see `KnownStates.look`. */
  async look(): Promise<readonly TargetState[]> {
    return this.#known.look();
  }

  /** Redis's time, in ms since 1970. */
  async now(): Promise<number> {
    return redisNow(this.#redis);
  }

  /** The rows of one target, by bridge. Each row is read in one step, so it balances. */
  async rowsOf(target: string): Promise<LedgerRow[]> {
    const keys = this.#keys.of(target);
    const bridges = (await this.#redis.smembers(keys.bridges)).sort();
    const rows = bridges.map(async (bridge) =>
      ledgerRowOf(target, [
        bridge,
        ...Object.entries(await this.#redis.hgetall(keys.ledger(bridge))).flat(),
      ]),
    );
    return Promise.all(rows);
  }

  /** The states of targets, in few steps, with the requested fields. */
  async states(targets: readonly string[], fields: readonly TargetField[]): Promise<TargetState[]> {
    return readTargetStates(this.#redis, this.#keys, targets, fields);
  }

  /** Those of the targets that have a trail. */
  async targetsWithTrail(targets: readonly string[]): Promise<string[]> {
    return targetsWith(this.#redis, this.#keys, targets, ({ trail }) => trail);
  }

  /** The processes that run, the oldest first. */
  async processes(): Promise<RunningProcess[]> {
    return new ProcessRegistry(this.#redis, this.#keys).list();
  }

  /** The targets whose live room the project does not have, as of the last look-up. */
  async missingRooms(): Promise<ReadonlySet<string>> {
    return new Set(await this.#redis.smembers(this.#keys.missingRooms));
  }

  /** Records whether a project has the live rooms of these targets, at least one. */
  async noteRooms(targets: readonly string[], isMissing: boolean): Promise<void> {
    const { missingRooms } = this.#keys;
    if (isMissing) await this.#redis.sadd(missingRooms, ...targets);
    else await this.#redis.srem(missingRooms, ...targets);
  }

  /** Writes this process's notes about several sources. */
  async noteSources(notes: ReadonlyMap<string, SourceNote>): Promise<void> {
    if (notes.size === 0) return;
    const texts = Array.from(notes, ([bridge, note]) => [bridge, JSON.stringify(note)] as const);
    await this.#redis.hset(this.#keys.sources, Object.fromEntries(texts));
  }

  /** Removes the notes about the sources of bridges. */
  async forgetSources(bridges: readonly string[]): Promise<void> {
    if (bridges.length === 0) return;
    await this.#redis.hdel(this.#keys.sources, ...bridges);
    await this.#redis.hdel(this.#keys.heard, ...bridges);
  }

  /**
   * Who holds each bridge, what it last wrote about its source, and when that was last heard. Of thousands few
   * change, so they are parsed where one is needed: see {@link leaseOf}, {@link sourceNoteOf} and
   * {@link heardTimeOf}.
   */
  async bridgeTexts(): Promise<BridgeTexts> {
    const { leases, sources, heard } = this.#keys;
    const texts = await Promise.all([leases, sources, heard].map(async (key) => this.#texts(key)));
    return { leases: texts[0]!, sources: texts[1]!, heard: texts[2]! };
  }

  /** Records when sources were last heard. */
  async noteHeard(times: ReadonlyMap<string, HeardTime>): Promise<void> {
    const pairs = Array.from(times, ([bridge, { frameAt = 0, eventAt = 0 }]) => {
      return [bridge, `${frameAt} ${eventAt}`] as const;
    });
    await this.#redis.hset(this.#keys.heard, Object.fromEntries(pairs));
  }

  /** A hash with one entry a bridge: read as one text, which is fastest for thousands of them. */
  async #texts(key: string): Promise<ReadonlyMap<string, string>> {
    const json = await this.#redis.hashJson({ hash: key });
    const before = this.#read.get(key);
    if (before?.json === json) return before.texts;
    const flat = JSON.parse(json) as readonly string[];
    const texts = new Map<string, string>();
    for (let i = 0; i < flat.length; i += 2) texts.set(flat[i]!, flat[i + 1]!);
    this.#read.set(key, { json, texts });
    return texts;
  }
}

/** By bridge, in their stored form. */
export interface BridgeTexts {
  readonly leases: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, string>;
  readonly heard: ReadonlyMap<string, string>;
}

/** `undefined` if nobody holds it, or it cannot be read. */
export function leaseOf(text: string): Lease | undefined {
  const [, epoch, endsAt, holder] = /^(\d+):(\d+):(.+)$/su.exec(text) ?? [];
  if (holder === undefined) return undefined;
  return { epoch: Number(epoch), endsAt: Number(endsAt), holder };
}

/** Reads what the holder of a bridge wrote about its source; `undefined` if it cannot be read. */
export function sourceNoteOf(text: string): SourceNote | undefined {
  const note = fieldsOf(jsonIn(text) as Partial<SourceNote>);
  return note.state !== undefined && isLike(note, SAMPLE) ? (note as SourceNote) : undefined;
}

/** Of which types what is there has to be; an earlier version may not write all of it. */
const SAMPLE = {
  state: '',
  since: 0,
  reason: '',
  refused: '',
  refusedZh: '',
  hearing: {
    state: '',
    deaf: '',
    wayOut: '',
    wayOutZh: '',
    room: { state: '', since: 0 },
    frames: 0,
    notUnderstood: 0,
  },
  target: '',
  holder: '',
} satisfies Required<SourceNote>;

/** Reads when a source was last heard. */
export function heardTimeOf(text: string): HeardTime {
  const [frameAt = 0, eventAt = 0] = text.split(' ').map(Number);
  return { ...(frameAt > 0 && { frameAt }), ...(eventAt > 0 && { eventAt }) };
}
