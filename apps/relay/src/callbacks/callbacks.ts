import { createHash } from 'node:crypto';
import {
  Names,
  SharedTexts,
  targetIdOf,
  TargetTable,
  tellLook,
  type BufferKeys,
  type BufferRedis,
} from '#event-buffer';
import {
  callbackOf,
  CALLBACK_WINDOW_MS,
  CallbackVerifier,
  type Callback,
  type CallbackTerms,
} from '#metastudio';

export interface CallbacksParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  /** By project, for those that have callbacks. */
  readonly terms: ReadonlyMap<string, CallbackTerms>;
  /** MetaStudio's time, as far as it is known, in ms since 1970. */
  readonly now: (project: string) => number;
}

/** What became of a callback; a metric label. */
export type CallbackOutcome =
  | 'replied'
  | 'stream'
  /** Of no interest, or about a target that nothing was ever collected for. */
  | 'ignored'
  | 'refused'
  | 'replayed'
  | 'not-understood';

/** A callback whose sender is known. */
export interface KnownCallback {
  readonly project: string;
  /** A hash of its signature, by which a repetition is known. */
  readonly print: string;
}

/** Takes MetaStudio's callbacks: a reply was spoken, a stream began or ended. */
export class Callbacks {
  readonly #parts: CallbacksParts;
  readonly #table: TargetTable;
  readonly #names: Names;
  readonly #texts: SharedTexts;
  readonly #verifiers: ReadonlyMap<string, CallbackVerifier>;

  constructor(parts: CallbacksParts) {
    this.#parts = parts;
    this.#table = new TargetTable(parts.redis, parts.keys);
    this.#names = new Names(parts.redis, parts.keys);
    this.#texts = new SharedTexts(parts.redis);
    this.#verifiers = new Map(
      [...parts.terms].map(([project, terms]) => [project, new CallbackVerifier(terms)]),
    );
  }

  /** Whether MetaStudio may call back for a project at all. */
  knows(project: string): boolean {
    return this.#verifiers.has(project);
  }

  /** @returns `undefined` where it is not MetaStudio's, or too old. */
  admit(
    project: string,
    query: URLSearchParams,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): KnownCallback | undefined {
    const verifier = this.#verifiers.get(project);
    const print = verifier?.verify({ query, headers }, this.#parts.now(project));
    return print === undefined ? undefined : { project, print };
  }

  /** Rejects when Redis is away: MetaStudio may try again. */
  async take({ project, print }: KnownCallback, body: Buffer): Promise<CallbackOutcome> {
    const callback = callbackOf(body);
    if (callback === undefined) return 'not-understood';
    // The signature does not cover the body: all callbacks of one second have the same.
    const hash = createHash('sha256').update(`${project}\n${print}\n`).update(body).digest('hex');
    const withinMs = print === '' ? UNSIGNED_MS : 2 * CALLBACK_WINDOW_MS;
    const once = this.#parts.keys.callback(hash.slice(0, 32));
    if (!(await this.#texts.claim(once, '1', withinMs))) return 'replayed';
    try {
      return await this.#act(project, callback);
    } catch (error) {
      await this.#texts.remove(once).catch(() => false);
      throw error;
    }
  }

  async #act(project: string, callback: Callback): Promise<CallbackOutcome> {
    const { redis, keys } = this.#parts;
    if (callback.kind === 'other') return 'ignored';
    const targets = await this.#targetsOf(project, callback.roomId, callback.jobId);
    if (targets.length === 0) return 'ignored';
    if (callback.kind === 'stream') {
      await tellLook(redis, keys, project);
      return 'stream';
    }
    for (const target of targets) await this.#table.noteReply(target);
    return 'replied';
  }

  /** The room's target, and the one of the job where a bridge pins it. */
  async #targetsOf(project: string, roomId: string, jobId?: string): Promise<string[]> {
    return this.#names.knownAmong([
      targetIdOf({ project, roomId }),
      ...(jobId === undefined ? [] : [targetIdOf({ project, roomId, jobId })]),
    ]);
  }
}

/** Without a signed time, a body that comes again within this long is a replay, in ms. */
const UNSIGNED_MS = 60_000;
